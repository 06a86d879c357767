"""What a partner proposes: its shape when it is sent, and when it is told what became of it."""

import hashlib
import re
from dataclasses import replace

from django.utils.translation import gettext as _
from rest_framework import serializers

from registry.api import parameters
from registry.api.bodies import Code, Strict, WholeNumber
from registry.api.organizations import CURSOR
from registry.api.permissions import refuse_other_countries
from registry.api.problems import Problem
from registry.api.serializers import NAME_KINDS, ORGANIZATION_KINDS, REFERENCE, PageSerializer, Shape, TextOrNull
from registry.models import Country, IdentifierScheme, Listing, OrganizationType, ProposedField
from registry.models.proposals import PROPOSABLE
from registry.states import ProposalState

STATES = [state.value for state in ProposalState]
FIELDS = list(PROPOSABLE)
DECISIONS = [decision.value for decision in ProposedField.Decision]
PROPOSED = r"^PRO-[0-9A-HJKMNP-TV-Z]{8}$"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
LIST = (
    parameters.choice("state", STATES, "Only those in this state."),
    parameters.moment("updated_since", "Sent or answered at or after this moment."),
    parameters.whole_number("limit", 1, 500, 50, "Rows of a page."),
    replace(CURSOR, help="`next_cursor` of the page before. It holds for the same parameters."),
    *parameters.COMMON,
)


class NameInSerializer(Strict):
    text = serializers.CharField(max_length=300)
    kind = serializers.ChoiceField(choices=NAME_KINDS)
    language = serializers.CharField(
        max_length=10, allow_blank=True, allow_null=True, default="", help_text="ISO 639 code."
    )
    # So that what was read can be sent back.
    script = serializers.CharField(
        max_length=10,
        allow_blank=True,
        allow_null=True,
        required=False,
        help_text="Not looked at: it follows from the text.",
    )

    def validate(self, sent):
        name = super().validate(sent)
        return {"text": name["text"], "kind": name["kind"], "language": name["language"] or ""}


class IdentifierInSerializer(Strict):
    scheme = Code(IdentifierScheme, max_length=40)
    value = serializers.CharField(
        max_length=100, allow_blank=True, allow_null=True, help_text="Null when the register has none for it."
    )

    def validate(self, sent):
        identifier = super().validate(sent)
        return identifier | {"value": identifier["value"] or ""}


class ChangesSerializer(Strict):
    """Fields of the organization with the value that they should have, whole, as the API shows them."""

    fewest = 1

    names = NameInSerializer(
        many=True, required=False, allow_empty=False, max_length=50, help_text="All names; the first is its main one."
    )
    kind = serializers.ChoiceField(choices=ORGANIZATION_KINDS, required=False)
    types = serializers.ListField(child=Code(OrganizationType, max_length=40), required=False, max_length=20)
    type_explained = serializers.CharField(required=False, allow_blank=True, allow_null=True, max_length=200)
    identifiers = IdentifierInSerializer(many=True, required=False, max_length=50)
    hq_country = Code(Country, required=False, allow_null=True, max_length=3, help_text="ISO 3166-1 alpha-3.")
    founded = WholeNumber(required=False, allow_null=True, min_value=1000, max_value=2100)
    website = serializers.URLField(required=False, allow_blank=True, allow_null=True, max_length=200)

    def validate(self, sent):
        changes = super().validate(sent)
        # What is absent is null to a reader and an empty text in a record.
        changes |= {name: "" for name in ("type_explained", "website") if name in changes and changes[name] is None}
        if "names" in changes:
            first, *others = changes["names"]
            changes["names"] = [first | {"is_primary": True}, *(name | {"is_primary": False} for name in others)]
        return changes


class ProposalInSerializer(Strict):
    organization = serializers.RegexField(REFERENCE, help_text="The reference of a published organization.")
    changes = ChangesSerializer()
    source = serializers.CharField(max_length=500, help_text="What shows that it is so: a page, a register, a letter.")


class ProposedFieldSerializer(Shape):
    field = serializers.ChoiceField(choices=FIELDS)
    value = serializers.JSONField(
        source="after", help_text="What you proposed that it should say, as it was understood."
    )
    decision = serializers.ChoiceField(choices=DECISIONS)
    reason = TextOrNull(help_text="Why IOM did not accept it; null otherwise.")


class ProposalSerializer(Shape):
    id = serializers.RegexField(PROPOSED, source="reference")
    organization = serializers.RegexField(REFERENCE, source="organization.reference")
    state = serializers.ChoiceField(choices=STATES)
    source = serializers.CharField(source="evidence")
    changes = ProposedFieldSerializer(many=True, source="fields")
    proposed_at = serializers.DateTimeField(format=MOMENT)
    updated_at = serializers.DateTimeField(format=MOMENT)
    closed_at = serializers.DateTimeField(format=MOMENT, allow_null=True)

    def to_representation(self, proposal):
        told = super().to_representation(proposal)
        told["changes"].sort(key=lambda row: FIELDS.index(row["field"]))
        for row in told["changes"]:
            if row["field"] == "identifiers":
                row["value"] = _without_ended(row["value"], proposal.organization)
            row["value"] = _as_read(row["value"])
        return told


class ProposalPageSerializer(PageSerializer):
    results = ProposalSerializer(many=True)


def _as_read(value):
    """With null for what is absent, as in the record."""
    if isinstance(value, list):
        return [_as_read(one) for one in value]
    if isinstance(value, dict):
        return {name: _as_read(one) for name, one in value.items()}
    return None if value == "" else value


def _without_ended(identifiers, organization):
    """What ended stays in the record, and so in what is proposed for it; a partner has never read it."""
    ended = {(each.scheme_id, each.value) for each in organization.identifiers.all() if each.valid_until}
    return [each for each in identifiers if (each["scheme"], each["value"]) not in ended]


def idempotency_key(request):
    """What the caller calls this sending, so that it can be sent again without being done again."""
    sent = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not re.fullmatch(r"[\x21-\x7e]{1,100}", sent):
        raise Problem("idempotency-key-missing")
    return sent


def digest(request):
    """What was sent, byte by byte."""
    return hashlib.sha256(request._request.body).hexdigest()


def listed(request, reference):
    """The organization of a listing that the caller may read; whoever has none is not there."""
    listing = Listing.objects.select_related("organization").filter(reference=reference).first()
    if listing is None:
        raise Problem("not-found", _("There is no organization with this reference."))
    refuse_other_countries(request, listing.facets)
    return listing.organization
