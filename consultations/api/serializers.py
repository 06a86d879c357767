"""What the API says of consultations, field by field. Organizations are named, people never."""

from rest_framework import serializers

from consultations.models import Consultation, ManagementResponse, Recommendation
from consultations.states import ConsultationState, RecommendationState
from registry.api.serializers import REFERENCE, DescriptionSerializer, PageSerializer, Shape, TextOrNull

CONSULTATION_KINDS = Consultation.Kind.values
CONSULTATION_FORMATS = Consultation.Format.values
# An idea is known to staff alone.
CONSULTATION_STATES = [state.value for state in ConsultationState if state != ConsultationState.IDEA]
RECOMMENDATION_STATES = [state.value for state in RecommendationState]
RECOMMENDATION_LEVELS = Recommendation.Level.values
ADDRESSEES = Recommendation.Addressee.values
VERDICTS = ManagementResponse.Verdict.values
OUTPUT_KINDS = ["report", "contributions", "figures", "paper"]
CONSULTATION = r"^CNS-[0-9A-HJKMNP-TV-Z]{8}$"


class CoOrganizerSerializer(Shape):
    id = serializers.RegexField(REFERENCE)
    name = serializers.CharField()


class ConsultationSerializer(Shape):
    id = serializers.RegexField(CONSULTATION, help_text="Permanent and never reused.")
    name = DescriptionSerializer(help_text="Null where it has no title in that language.")
    description = DescriptionSerializer()
    series = serializers.CharField(allow_null=True, help_text="Code of the series that it is an edition of.")
    claimed_number = TextOrNull(help_text="As its organizers count it; null when they do not.")
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=CONSULTATION_KINDS))
    status = serializers.ChoiceField(choices=CONSULTATION_STATES)
    cancelled_reason = TextOrNull(help_text="Null unless it was cancelled.")
    format = serializers.ChoiceField(choices=CONSULTATION_FORMATS)
    region = serializers.CharField(allow_null=True, help_text="IOM region; see `/regions`.")
    country = serializers.CharField(allow_null=True, help_text="ISO 3166-1 alpha-3.")
    place = TextOrNull()
    zone = serializers.CharField(help_text="Time zone of the place, as IANA names it.")
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True, help_text="The last day itself.")
    areas = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    interpretation = serializers.ListField(child=serializers.CharField())
    co_organizers = CoOrganizerSerializer(many=True, help_text="Those that have a public record.")
    url = serializers.URLField(help_text="Its page.")
    source = TextOrNull(help_text="Where the data come from; null when staff wrote them.")
    is_demo = serializers.BooleanField(help_text="Invented, to show how the registry works.")


class ConsultationPageSerializer(PageSerializer):
    results = ConsultationSerializer(many=True)


class ParticipationSerializer(Shape):
    """An organization that took part. Of people, nothing is told."""

    organization = serializers.RegexField(REFERENCE)
    organization_name = serializers.CharField()
    is_co_organizer = serializers.BooleanField()
    has_come = serializers.BooleanField(help_text="Somebody came for it; told once the consultation was held.")


class ParticipationsSerializer(Shape):
    consultation = serializers.RegexField(CONSULTATION)
    results = ParticipationSerializer(many=True, help_text="Those that have a public record, by name.")


class OutputFileSerializer(Shape):
    url = serializers.URLField()
    language = serializers.CharField(help_text="ISO 639 code.")
    media_type = serializers.CharField()
    bytes = serializers.IntegerField()
    sha256 = serializers.CharField()


class OutputSerializer(Shape):
    kind = serializers.ChoiceField(choices=OUTPUT_KINDS)
    title = serializers.CharField(help_text="In the language that was asked for, where there is one.")
    url = serializers.URLField(help_text="Its page; of a paper, the page of the consultation.")
    published_on = serializers.DateField(allow_null=True)
    files = OutputFileSerializer(many=True)


class RecommendationSerializer(Shape):
    id = serializers.RegexField(r"^REC-[0-9A-HJKMNP-TV-Z]{8}$")
    number = serializers.IntegerField(help_text="In the list of its consultation.")
    text = DescriptionSerializer()
    area = serializers.CharField(allow_null=True)
    level = serializers.ChoiceField(choices=RECOMMENDATION_LEVELS)
    addressee = serializers.ChoiceField(choices=ADDRESSEES)
    office = serializers.CharField(allow_null=True, help_text="The IOM unit that is to answer; see `/offices`.")
    status = serializers.ChoiceField(choices=RECOMMENDATION_STATES)
    verdict = serializers.ChoiceField(choices=VERDICTS, allow_null=True, help_text="The answer; null without one.")
    due_on = serializers.DateField(allow_null=True, help_text="Until when somebody is to answer or to act.")
    proposers = CoOrganizerSerializer(many=True)


class OutputsSerializer(Shape):
    consultation = serializers.RegexField(CONSULTATION)
    results = OutputSerializer(many=True)
    recommendations = RecommendationSerializer(many=True, help_text="With what became of them.")
