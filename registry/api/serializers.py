"""What the API says, field by field.

Organizations are stored ready to serve: their serializer describes the stored text, and tests/registry/api holds the
two together. Code lists are written by theirs.
"""

from rest_framework import serializers

from registry.exporters.forms import LIST_FORMS, TABLE_FORMS
from registry.models import (
    OrganizationKind,
    OrganizationLink,
    OrganizationName,
    Provenance,
    UnitKind,
)
from registry.models.facts import Teller
from registry.states import PUBLIC_STATES, PartnershipState

TRUST = ["listed", "confirmed", "verified"]
STATUS = sorted(str(state) for state in PUBLIC_STATES)
# Proposals that were rejected are told to nobody.
PARTNERSHIP_STATES = [state.value for state in PartnershipState if state != PartnershipState.REJECTED]

ORGANIZATION_KINDS = [kind.value for kind in OrganizationKind]
NAME_KINDS = [kind.value for kind in OrganizationName.Kind]
LINK_KINDS = [kind.value for kind in OrganizationLink.Kind]
OFFICE_KINDS = [kind.value for kind in UnitKind]
TELLERS = [teller.value for teller in Teller]
PROVENANCE = [value.value for value in Provenance]

LIST_FORMATS = list(LIST_FORMS)
EXPORT_FORMATS = [*(form.name for form in TABLE_FORMS), "xlsx", "json"]
JOB_STATES = ["waiting", "running", "done", "failed"]

REFERENCE = r"^CSO-[0-9A-HJKMNP-TV-Z]{8}$"
PARTNERSHIP = r"^PAR-[0-9A-HJKMNP-TV-Z]{8}$"
FRESHNESS = ["fresh", "due", "stale", "unknown"]


# No docstring: it would stand in the OpenAPI document, at every shape that has none of its own.
class Shape(serializers.Serializer):
    def create(self, validated_data):
        raise NotImplementedError

    def update(self, instance, validated_data):
        raise NotImplementedError


class TextOrNull(serializers.CharField):
    """What may be absent: the registry keeps an empty text, and tells null."""

    def __init__(self, **options):
        super().__init__(allow_null=True, **options)

    def to_representation(self, value):
        return super().to_representation(value) or None


class NameSerializer(Shape):
    text = serializers.CharField()
    kind = serializers.ChoiceField(choices=NAME_KINDS)
    language = TextOrNull(help_text="ISO 639 code; null when it is not known.")
    script = TextOrNull(help_text="ISO 15924 code; null when it is not known.")


class DescriptionSerializer(Shape):
    en = TextOrNull()
    fr = TextOrNull()
    es = TextOrNull()


class IdentifierSerializer(Shape):
    scheme = serializers.CharField(help_text="Code of the register; see `/identifier-schemes`.")
    value = TextOrNull(help_text="Null when the register states that it has none for it.")


class LinkSerializer(Shape):
    kind = serializers.ChoiceField(choices=LINK_KINDS)
    id = serializers.RegexField(REFERENCE)
    name = serializers.CharField()


class PartnershipSerializer(Shape):
    id = serializers.RegexField(PARTNERSHIP, help_text="Permanent within its organization.")
    role = serializers.CharField()
    area = serializers.CharField()
    part = serializers.CharField(allow_null=True, help_text="Sub-point of the area.")
    country = serializers.CharField(help_text="ISO 3166-1 alpha-3.")
    level = serializers.CharField(allow_null=True)
    mode = serializers.CharField(allow_null=True)
    programme = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True, help_text="IOM office; see `/offices`.")
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True, help_text="The last day itself; null while it goes on.")
    state = serializers.ChoiceField(choices=PARTNERSHIP_STATES)
    verified_on = serializers.DateField(allow_null=True, help_text="IOM saw evidence.")
    seen_on = serializers.DateField(
        allow_null=True, help_text="The last day on which anybody saw, confirmed or verified it."
    )


class FactSerializer(Shape):
    """On what one field rests."""

    field = serializers.CharField(help_text="The field of the organization that it is about.")
    told_by = serializers.ChoiceField(choices=TELLERS)
    source = TextOrNull(help_text="The file or the system; null for what people wrote.")
    observed_on = serializers.DateField(allow_null=True, help_text="The day of which the source speaks.")
    verified_on = serializers.DateField(allow_null=True, help_text="IOM saw evidence for this field.")


class PlaceSerializer(Shape):
    country = serializers.CharField(help_text="ISO 3166-1 alpha-3.")
    admin1 = TextOrNull(help_text="Province or the like.")
    sectors = serializers.ListField(child=serializers.CharField(), help_text="In the words of the source.")


class OrganizationSerializer(Shape):
    id = serializers.RegexField(
        REFERENCE, help_text="Permanent and never reused. Its last character checks the others."
    )
    name = serializers.CharField()
    acronym = TextOrNull()
    names = NameSerializer(many=True)
    kind = serializers.ChoiceField(choices=ORGANIZATION_KINDS)
    types = serializers.ListField(child=serializers.CharField())
    type_explained = TextOrNull(help_text="In its own words, when the type is `other`.")
    levels = serializers.ListField(child=serializers.CharField())
    description = DescriptionSerializer()
    website = TextOrNull()
    founded = serializers.IntegerField(allow_null=True, help_text="Year.")
    languages = serializers.ListField(child=serializers.CharField())
    hq_country = serializers.CharField(allow_null=True, help_text="ISO 3166-1 alpha-3.")
    countries = serializers.ListField(
        child=serializers.CharField(), help_text="Where it works, and where its head office is."
    )
    areas = serializers.ListField(child=serializers.CharField())
    roles = serializers.ListField(child=serializers.CharField())
    partnerships = PartnershipSerializer(many=True)
    identifiers = IdentifierSerializer(many=True)
    links = LinkSerializer(many=True)
    status = serializers.ChoiceField(choices=STATUS)
    trust = serializers.ChoiceField(choices=TRUST)
    freshness = serializers.ChoiceField(
        choices=FRESHNESS, help_text="By the last day on which anybody saw, confirmed or verified it."
    )
    source = TextOrNull(help_text="Where the data come from.")
    observed_on = serializers.DateField(allow_null=True, help_text="The day of which the source speaks.")
    confirmed_on = serializers.DateField(allow_null=True, help_text="The organization said so itself.")
    verified_on = serializers.DateField(allow_null=True, help_text="IOM saw evidence.")
    facts = FactSerializer(many=True, help_text="Where each field comes from, and as of when.")
    former_ids = serializers.ListField(
        child=serializers.RegexField(REFERENCE), help_text="References of records that were merged into this one."
    )
    is_demo = serializers.BooleanField(help_text="Invented, for trying the registry out.")
    hq_city = TextOrNull(
        required=False,
        help_text="Town of the head office. In the partner profile alone, with a key for `read:partner`.",
    )
    places = PlaceSerializer(
        many=True, required=False, help_text="Provinces where it works. In the partner profile alone."
    )
    updated_at = serializers.DateTimeField(help_text="When this text last changed.")


class PageSerializer(Shape):
    """What stands below the rows of every list."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    next_cursor = serializers.CharField(
        allow_null=True, help_text="The `cursor` of the next page, for clients that keep the address fixed."
    )
    count = serializers.IntegerField(allow_null=True, help_text="With `count=exact`: how many there are on all pages.")


class LabelsSerializer(Shape):
    en = serializers.CharField()
    fr = TextOrNull()
    es = TextOrNull()


class CodeSerializer(Shape):
    """One entry of a code list."""

    code = serializers.CharField()
    name = serializers.CharField(help_text="In the language that was asked for.")
    names = serializers.SerializerMethodField()

    def get_names(self, thing) -> LabelsSerializer:
        return {language: getattr(thing, f"name_{language}") or None for language in ("en", "fr", "es")}


class TermSerializer(CodeSerializer):
    description = serializers.SerializerMethodField()
    source = TextOrNull()
    provenance = serializers.ChoiceField(choices=PROVENANCE)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)

    def get_description(self, term) -> str | None:
        return term.text_in(self.context["language"], "description")[0] or None


class AreaSerializer(TermSerializer):
    parent = serializers.CharField(source="parent_id", allow_null=True)


class IdentifierSchemeSerializer(TermSerializer):
    url_pattern = TextOrNull()


class RegionSerializer(TermSerializer):
    successor = serializers.CharField(source="successor_id", allow_null=True)
    countries = serializers.SerializerMethodField()

    def get_countries(self, region) -> list[str]:
        return sorted(country.code for country in region.countries.all())


class CountryLabelsSerializer(LabelsSerializer):
    ar = TextOrNull()


class CountrySerializer(CodeSerializer):
    iso2 = serializers.CharField(help_text="Text: NA is Namibia.")
    m49 = TextOrNull(help_text="Text of three digits: 004 is Afghanistan.")
    m49_region = TextOrNull()
    m49_sub_region = TextOrNull()
    regions = serializers.SerializerMethodField(help_text="IOM regions; see `/regions`.")
    is_deprecated = serializers.BooleanField()

    def get_names(self, country) -> CountryLabelsSerializer:
        return {language: getattr(country, f"name_{language}") or None for language in ("en", "fr", "es", "ar")}

    def get_regions(self, country) -> list[str]:
        return sorted(region.code for region in country.regions.all())


class OfficeSerializer(CodeSerializer):
    kind = serializers.ChoiceField(choices=OFFICE_KINDS)
    parent = serializers.CharField(source="parent.code", allow_null=True, default=None)
    successor = serializers.CharField(source="successor.code", allow_null=True, default=None)
    country = serializers.CharField(source="country_id", allow_null=True)
    region = serializers.CharField(source="region_id", allow_null=True)
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    valid_note = TextOrNull(help_text="What a source says of the time when it gives no day.")
    source = TextOrNull()
    provenance = serializers.ChoiceField(choices=PROVENANCE)


class ExportFileSerializer(Shape):
    """One file of the copy of a day."""

    table = serializers.CharField()
    format = serializers.ChoiceField(choices=EXPORT_FORMATS)
    url = serializers.URLField(help_text="It stays, and leads to a link that works for 15 minutes.")
    bytes = serializers.IntegerField()
    rows = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    etag = serializers.CharField()


class ExportCopySerializer(Shape):
    on = serializers.DateField()
    url = serializers.URLField()


class PeriodSerializer(Shape):
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class ManifestSerializer(Shape):
    """The files of the copy of a day."""

    on = serializers.DateField()
    generated_at = serializers.DateTimeField(help_text="When the rows were taken.")
    seq = serializers.IntegerField(help_text="The place in the change feed from which to go on.")
    schema_version = serializers.CharField()
    licence = serializers.CharField(allow_null=True)
    licence_in_words = serializers.CharField()
    source = serializers.CharField(help_text="In the language that was asked for, as are the next two.")
    methodology = serializers.CharField()
    caveats = serializers.CharField()
    update_frequency = serializers.CharField(help_text="A duration of ISO 8601.")
    period = PeriodSerializer(help_text="The days of which the rows tell how they stood.")
    location = serializers.CharField()
    files = ExportFileSerializer(many=True)
    copies = ExportCopySerializer(many=True, help_text="Every day of which there is a copy, the last first.")


class ExportJobSerializer(Shape):
    """A list that a worker writes."""

    id = serializers.RegexField(r"^EXP-[0-9A-HJKMNP-TV-Z]{8}$")
    state = serializers.ChoiceField(choices=JOB_STATES)
    format = serializers.ChoiceField(choices=LIST_FORMATS)
    rows = serializers.IntegerField(allow_null=True)
    bytes = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True, help_text="Works for 15 minutes; ask again for another.")
    expires_at = serializers.DateTimeField(help_text="Until then the export is kept.")


class ProblemKindSerializer(Shape):
    code = serializers.CharField()
    type = serializers.URLField(help_text="As it stands in problem details.")
    status = serializers.IntegerField()
    title = serializers.CharField()
    advice = serializers.CharField(help_text="What to do about it.")
