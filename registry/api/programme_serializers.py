"""What the API says of programmes, field by field."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.api.serializers import ORGANIZATION_KINDS, CodeSerializer, LabelsSerializer, Shape, TextOrNull
from registry.queries.programmes import listed_donors


class PhaseSerializer(Shape):
    number = serializers.IntegerField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    dates_note = TextOrNull(help_text="What a source says of the time when it gives no day.")
    budget = serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True, help_text="As text.")
    currency = TextOrNull(help_text="ISO 4217; null when no budget is known.")
    countries = serializers.SerializerMethodField()
    notes = serializers.ListField(child=serializers.CharField())
    source = TextOrNull()

    def get_countries(self, phase) -> list[str]:
        return sorted(country.code for country in phase.countries.all())


class ProgrammeNameSerializer(Shape):
    """A name that the programme has or had."""

    text = serializers.CharField()
    language = serializers.CharField(help_text="ISO 639 code.")
    since = serializers.CharField(
        source="from", allow_null=True, help_text="A year, a month or a day, as the source knows it."
    )
    source = TextOrNull()


class ProgrammeStatementSerializer(Shape):
    """What a source claims of a programme, as of a time. Statements stand beside each other."""

    text = serializers.SerializerMethodField()
    as_of = serializers.CharField(help_text="A year, a month or a day, as the source knows it.")
    source = TextOrNull()

    def get_text(self, statement) -> LabelsSerializer:
        return {language: statement.get(f"text_{language}") or None for language in ("en", "fr", "es")}


class DonorSerializer(Shape):
    id = serializers.SerializerMethodField(help_text="Null for who is not in the inventory, such as a ministry.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ORGANIZATION_KINDS)

    def get_id(self, organization) -> str | None:
        return organization.reference if hasattr(organization, "listing") else None


class ProgrammeSerializer(CodeSerializer):
    office = serializers.CharField(source="unit.code", allow_null=True, default=None)
    areas = serializers.SerializerMethodField()
    phases = PhaseSerializer(many=True)
    source = TextOrNull()

    def get_areas(self, programme) -> list[str]:
        return sorted(area.code for area in programme.areas.all())


class ProgrammeDetailSerializer(ProgrammeSerializer):
    """A programme with all that is known of it."""

    name_versions = ProgrammeNameSerializer(source="names", many=True)
    donors = serializers.SerializerMethodField()
    statements = ProgrammeStatementSerializer(many=True)

    @extend_schema_field(DonorSerializer(many=True))
    def get_donors(self, programme):
        return DonorSerializer(listed_donors(programme), many=True).data


class CoverageCellSerializer(Shape):
    country = serializers.CharField(help_text="ISO 3166-1 alpha-3.")
    organizations = serializers.IntegerField(help_text="How many count here.")


class CoverageAreaSerializer(Shape):
    area = serializers.CharField()
    without = serializers.ListField(
        child=serializers.CharField(), help_text="Countries in which nobody counts in this area."
    )
    cells = CoverageCellSerializer(many=True)


class CoverageSerializer(Shape):
    """Where listed organizations count in a programme, and where none does."""

    programme = serializers.CharField()
    phase = serializers.IntegerField(allow_null=True, help_text="Null: the countries of all phases.")
    as_of = serializers.DateField()
    fresh_days = serializers.IntegerField(
        allow_null=True, help_text="For so many days a partnership stays fresh. Null: there is no rule, nothing counts."
    )
    definition = serializers.CharField(help_text="What is counted, in the language that was asked for.")
    countries = serializers.IntegerField(help_text="How many countries were looked at.")
    results = CoverageAreaSerializer(many=True)
