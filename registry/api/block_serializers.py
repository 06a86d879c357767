"""What the API says of the parts of an organization, field by field."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from registry.api.serializers import (
    FRESHNESS,
    REFERENCE,
    FactSerializer,
    IdentifierSerializer,
    NameSerializer,
    OrganizationSerializer,
    PageSerializer,
    PartnershipSerializer,
    Shape,
    TextOrNull,
)

DIRECTIONS = ["ltr", "rtl"]
CHANGES = ["first", "changed"]


class AgedFactSerializer(FactSerializer):
    freshness = serializers.ChoiceField(choices=FRESHNESS, help_text="On the day `as_of`.")


class NameEntrySerializer(NameSerializer):
    direction = serializers.ChoiceField(choices=DIRECTIONS, help_text="In which its script runs.")


class IdentifierEntrySerializer(IdentifierSerializer):
    code = serializers.CharField(allow_null=True, help_text="Register and value in one, as IATI writes them.")
    scheme_name = serializers.CharField(help_text="In the language that was asked for.")


class CountryEntrySerializer(Shape):
    iso3 = serializers.CharField()
    iso2 = serializers.CharField(help_text="Text: NA is Namibia.")
    m49 = TextOrNull(help_text="Text of three digits.")
    name = serializers.CharField(help_text="In the language that was asked for.")
    is_head_office = serializers.BooleanField()


class AgedPartnershipSerializer(PartnershipSerializer):
    freshness = serializers.ChoiceField(choices=FRESHNESS, help_text="By the day `seen_on`.")


def _block(entry, name):
    """The shape of one part; with `facts`, the statements of the record that it rests on."""
    parts = {"facts": AgedFactSerializer(many=True), "results": entry(many=True)}
    return type(f"{name}BlockSerializer", (Shape,), parts)


def _answer(block, name):
    head = {
        "organization": serializers.RegexField(REFERENCE),
        "as_of": serializers.DateField(help_text="The day for which it is told."),
    }
    return type(f"Organization{name}Serializer", (block,), head)


NamesBlock = _block(NameEntrySerializer, "Names")
IdentifiersBlock = _block(IdentifierEntrySerializer, "Identifiers")
CountriesBlock = _block(CountryEntrySerializer, "Countries")
PartnershipsBlock = _block(AgedPartnershipSerializer, "Partnerships")

# {name of the block: what its address answers}
ANSWERS = {
    "names": _answer(NamesBlock, "Names"),
    "identifiers": _answer(IdentifiersBlock, "Identifiers"),
    "countries": _answer(CountriesBlock, "Countries"),
    "partnerships": _answer(PartnershipsBlock, "Partnerships"),
}


class ExpandedSerializer(Shape):
    """The parts that `expand` named."""

    names = NamesBlock(required=False)
    identifiers = IdentifiersBlock(required=False)
    countries = CountriesBlock(required=False)
    partnerships = PartnershipsBlock(required=False)


@extend_schema_serializer(component_name="Organization")
class ExpandedOrganizationSerializer(OrganizationSerializer):
    expanded = ExpandedSerializer(required=False, help_text="With `expand` alone.")


class OrganizationPageSerializer(PageSerializer):
    results = ExpandedOrganizationSerializer(many=True)


class HistoryRowSerializer(Shape):
    at = serializers.DateTimeField()
    change = serializers.ChoiceField(choices=CHANGES, help_text="`first`: the first text that is known.")
    fields_changed = serializers.ListField(child=serializers.CharField(), help_text="Fields of the organization.")


class HistorySerializer(Shape):
    organization = serializers.RegexField(REFERENCE)
    results = HistoryRowSerializer(many=True, help_text="The latest first, 200 at most.")


class PartnershipRowSerializer(AgedPartnershipSerializer):
    organization = serializers.RegexField(REFERENCE)
    organization_name = serializers.CharField()


class PartnershipPageSerializer(PageSerializer):
    results = PartnershipRowSerializer(many=True)
