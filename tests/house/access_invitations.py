"""What the access test walks through of invitations: a consultation that invites, and A's own invitation."""

from datetime import timedelta

from django.utils import timezone

from consultations.models import BalanceTarget, InvitationToken
from consultations.queries.links import sha256, sha256_of_address
from tests import make

TOKEN = "the-link-of-an-invitation"


def build(world):
    """A is written to long ago, another one is prepared, a third can be found."""
    world.inviting = make.consultation(state="inviting")
    long_ago = timezone.now() - timedelta(days=8)
    world.invitation_of_a = make.invited(world.inviting, world.a, sent_at=long_ago)
    world.prepared = make.invited(world.inviting, _with_address(), state="prepared")
    _with_address()
    make.contact(world.a, role="focal_point", email="link@example.org")
    InvitationToken.objects.create(
        invitation=world.invitation_of_a,
        address_sha256=sha256_of_address("link@example.org"),
        token_sha256=sha256(TOKEN),
        sent_at=long_ago,
    )
    BalanceTarget.objects.create(consultation=world.inviting, dimension="gender", value="woman", percent=50)


def _with_address():
    organization = make.organization(types=["foundation"])
    make.contact(organization, role="head", email="head@example.org")
    return organization


def examples(world, example):
    one, link = {"reference": world.inviting.reference}, {"token": TOKEN}
    asked, prepared = (one | {"invitation": its.reference} for its in (world.invitation_of_a, world.prepared))
    version = {"version": world.invitation_of_a.version}
    answer = {"answer": "accept", "told_by": "A. Person"}
    by_hand = {"organization": world.b.reference, "quota": 1, "reason": "because"}
    target = one | {"dimension": "gender", "value": "woman"}
    return {
        "consultations:staff-invitations": example(one),
        "consultations:audience-new": example(one),
        "consultations:audience-freeze": example(one, {"type": "foundation", "quota": 1}),
        "consultations:target-new": example(one, {"share": "gender:man", "percent": 50}),
        "consultations:target-remove": example(target),
        "consultations:invitation-add": example(one, by_hand),
        "consultations:invitation-quota": example(asked, {"quota": 3}),
        "consultations:invitation-remove": example(prepared, {"reason": "because"}),
        "consultations:invitation-answer": example(asked, answer),
        "consultations:invitations-send": example(one),
        "consultations:invitations-remind": example(one),
        "consultations:invitation-link": example(link),
        "consultations:invitation-link-accept": example(link, version),
        "consultations:invitation-link-decline": example(link, version),
        "consultations:invitation-link-later": example(link, version),
    }
