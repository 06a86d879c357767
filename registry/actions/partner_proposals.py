"""What the system of a partner proposes. It changes nothing until the staff have answered it, field by field."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.history import record
from registry.actions.living import lock_organization
from registry.actions.proposals import move_on, propose, set_aside
from registry.errors import Refused
from registry.models import Client, ProposedField
from registry.models.facts import BY_CLIENT
from registry.queries.proposals import as_json, stands, waiting_fields

# So many of one client wait at most: the staff answer each.
MOST_OPEN = 200
# So often within a day a client says another value of one field: whoever answers must find what she has read.
MOST_VALUES_A_DAY = 5


class KeyReused(Refused):
    """The same key of idempotency stands for something else already."""

    code = "idempotency-key-reused"


@transaction.atomic
def send_proposal(organization, *, changes, source, idempotency_key, asked_sha256, client):
    """Propose what fields should say, as the API shows them; sent again under its key, it is the same proposal.

    A later value of the same client takes the place of one that waits; the same value waits on. What others proposed is
    not touched.
    """
    # What one client sends comes one after the other.
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    sent = client.proposals.filter(idempotency_key=idempotency_key).first()
    if sent and sent.asked_sha256 == asked_sha256:
        return sent
    if sent:
        raise KeyReused(_("You have sent something else under this Idempotency-Key. Send this under a new one."))
    if client.proposals.open().count() >= MOST_OPEN:
        raise Refused(
            _("%(number)s of your proposals wait already. Send more when some are answered.") % {"number": MOST_OPEN}
        )
    organization = lock_organization(organization)
    wanted = {field: as_json(field, _whole(organization, field, value)) for field, value in changes.items()}
    fresh = {field: (stands(organization, field), after) for field, after in wanted.items()}
    fresh = {field: pair for field, pair in fresh.items() if pair[0] != pair[1]}
    if not fresh:
        raise Refused(_("The record says so already. There is nothing to propose."))
    waiting = {field: row for field, row in waiting_fields(organization).items() if field in fresh}
    if any(row.proposal.client_id != client.pk for row in waiting.values()):
        raise Refused(_("One of these fields is being looked at already. Send this again in some weeks."))
    # Whoever sends each night what still differs keeps her place among what waits.
    same = {field for field, row in waiting.items() if row.after == fresh[field][1]}
    if same == fresh.keys():
        raise Refused(_("You have proposed this already, and it waits for an answer. There is nothing to send."))
    fresh = {field: pair for field, pair in fresh.items() if field not in same}
    waiting = {field: row for field, row in waiting.items() if field not in same}
    _refuse_one_value_after_the_other(organization, fresh, client)
    by = f"{BY_CLIENT}{client.reference}"
    set_aside(waiting.values(), by=client.owner)
    proposal = propose(
        organization,
        fresh,
        evidence=source,
        client=client,
        idempotency_key=idempotency_key,
        asked_sha256=asked_sha256,
    )
    move_on(organization)
    diff = {"proposal": [None, proposal.reference], "proposed": [[], sorted(fresh)]}
    record("proposal.sent", subject=organization.reference, by=by, diff=diff)
    return proposal


def _refuse_one_value_after_the_other(organization, fields, client):
    sent = ProposedField.objects.filter(organization=organization, field__in=fields, proposal__client=client)
    sent = sent.filter(proposal__proposed_at__gt=timezone.now() - timedelta(days=1))
    often = sent.values("field").annotate(times=Count("pk")).filter(times__gte=MOST_VALUES_A_DAY)
    named = sorted(often.values_list("field", flat=True))
    if named:
        raise Refused(
            _("Within a day you have proposed %(number)s values already for: %(fields)s. Send the last one tomorrow.")
            % {"number": MOST_VALUES_A_DAY, "fields": ", ".join(named)}
        )


def _whole(organization, field, value):
    """A list as the record keeps it: the API does not show identifiers that ended, and they stay."""
    if field != "identifiers":
        return value
    ended = organization.identifiers.filter(valid_until__isnull=False)
    return [*value, *({"scheme": each.scheme_id, "value": each.value} for each in ended)]
