"""Writing down who said what of an organization. Nobody's word replaces another's; the youngest that agrees stands."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.addresses import confirm_address
from registry.actions.history import record, record_many
from registry.actions.issues import check_records
from registry.actions.listings import publish_listing, publish_listings
from registry.actions.living import lock_organization
from registry.errors import Refused
from registry.models import Fact, ImportTrace, Organization
from registry.models.facts import BY_CLIENT, BY_LINK, Teller
from registry.queries.facts import agrees, digest, values_of, with_values
from registry.states import OrganizationState

# Records that are told of in one transaction.
CHUNK = 500
_SAME = ["organization", "about", "field", "teller", "source"]
_SAID = [
    "value",
    "value_sha256",
    "observed_on",
    "recorded_at",
    "recorded_by",
    "told_in",
    "verified_on",
    "verified_by",
    "seen_on",
    "doubted_on",
]


def tell_record(organization, *, by, fields=None, about=None, source="", observed_on=None):
    """Who wrote `fields` of a record (None: all; `about`: of one contact) says what it says now. Part of that verb.

    Without a day, what people write counts as seen today; what a job writes has no day.
    """
    teller = teller_of(by)
    if observed_on is None and teller != Teller.REGISTRY:
        observed_on = timezone.localdate()
    # A partner is named by the reference of its system, for what it calls itself nobody has checked.
    source = by.removeprefix(BY_CLIENT) if teller == Teller.PARTNER else source
    record_ = _with_values(organization)
    said = {
        key: value
        for key, value in values_of(record_).items()
        if (fields is None or key[1] in fields) and (about is None or key[0] == about)
    }
    _say([_fact(organization.pk, *key, value, teller, source, observed_on, by) for key, value in said.items()])
    _settle([record_])


def tell_records(organizations, *, by, teller=Teller.REGISTRY):
    """Take these records whole as said by the source and on the day that they, and their contacts, name themselves."""
    found = list(with_values(Organization.objects.filter(pk__in=[organization.pk for organization in organizations])))
    statements = []
    for organization in found:
        named = _named(organization)
        statements += [
            _fact(organization.pk, about, field, value, teller, *named[about], by)
            for (about, field), value in values_of(organization).items()
        ]
    _say(statements)
    _settle(found)


def tell_first_facts(*, by):
    """Say of what records said before facts were kept where it came from; returns of how many records.

    By the source and the day that the record, or the contact, names itself: what it does not name stays unknown. What
    has a fact is left alone, so a second run finds nothing to do, and one that was cut short goes on.
    """
    told, last = 0, 0
    living = Organization.objects.exclude(state=OrganizationState.MERGED).order_by("pk").values_list("pk", flat=True)
    while keys := list(living.filter(pk__gt=last)[:CHUNK]):
        told += _tell_first(keys, by)
        last = keys[-1]
    return told


@transaction.atomic
def _tell_first(keys, by):
    # Whoever saves one of them says so herself, before or after.
    locked = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    locked = [organization for organization in locked if organization.state != OrganizationState.MERGED]
    found = list(with_values(Organization.objects.filter(pk__in=[organization.pk for organization in locked])))
    known = set(Fact.objects.filter(organization__in=keys).values_list("organization", "about", "field"))
    imported = set(ImportTrace.objects.filter(organization__in=keys).values_list("organization", "source"))
    statements = []
    for organization in found:
        named = _named(organization)
        for (about, field), value in values_of(organization).items():
            if (organization.pk, about, field) not in known:
                source, day = named[about]
                teller = Teller.IMPORT if (organization.pk, source) in imported else Teller.REGISTRY
                statements.append(_fact(organization.pk, about, field, value, teller, source, day, by))
    _say(statements)
    told_of = {fact.organization_id for fact in statements}
    told = [organization for organization in found if organization.pk in told_of]
    if told:
        _settle(told)
        ops = publish_listings(told)
        record_many([{"verb": "fact.told", "subject": one.reference, "op": ops.get(one.pk, "")} for one in told], by=by)
    return len(told)


def tell_import(said, *, source, observed_on, by):
    """What a file said: {key of an organization: {field: value}}. Contacts that it brought speak by their own rows.

    A file of an earlier day does not take back what the same source said later.
    """
    statements = [
        _fact(pk, "", field, value, Teller.IMPORT, source, observed_on, by)
        for pk, values in said.items()
        for field, value in values.items()
        if value
    ]
    known = set(Fact.objects.filter(organization__in=said).exclude(about="").values_list("about", flat=True))
    records = list(with_values(Organization.objects.filter(pk__in=said)))
    for organization in records:
        brought = {each.reference for each in organization.contacts.all() if each.source == source} - known
        statements += [
            _fact(organization.pk, about, field, value, Teller.IMPORT, source, observed_on, by)
            for (about, field), value in values_of(organization).items()
            if about in brought
        ]
    later = Fact.objects.filter(organization__in=said, teller=Teller.IMPORT, source=source)
    later = later.filter(seen_on__gt=observed_on or date.min)
    spoken = set(later.values_list("organization", "about", "field"))
    _say([fact for fact in statements if (fact.organization_id, fact.about, fact.field) not in spoken])
    _settle(records)


@transaction.atomic
def verify_fact(organization, field, *, on: date, evidence, by, about=""):
    """IOM saw evidence for one field of the record, on a day; `evidence` says which, in words for the history."""
    organization = lock_organization(organization)
    record_ = _with_values(organization)
    value = values_of(record_).get((about, field))
    if value is None:
        raise Refused(_("The record says nothing here any more, so there is nothing to verify. Open the record again."))
    ours = organization.facts.filter(about=about, field=field, teller=Teller.STAFF, source="")
    if not ours.filter(value_sha256=digest(value)).exists():
        _say([_fact(organization.pk, about, field, value, Teller.STAFF, "", on, by)])
    fact = ours.get()
    fact.verified_on, fact.verified_by, fact.seen_on = on, by, max(on, fact.seen_on or on)
    fact.doubted_on = None
    fact.save()
    if field == "contact_email":
        confirm_address(value, by=by)
    _settle([record_])
    check_records([organization.pk], by=by)
    op = publish_listing(organization)
    record(
        "fact.verified", subject=organization.reference, by=by, op=op, reason=evidence,
        diff={"verified_field": [None, field]} | ({"contact": [None, about]} if about else {}),
    )  # fmt: skip
    return fact


def word_of(organization, field, *, by):
    """What people of this kind last said of a field, in a form that can be kept; None when they said nothing."""
    return _words(organization, field, by).values(*_SAID).first()


def say_again(organization, field, said, *, by):
    """Take back what people of this kind said last of a field: they said `said` before (see word_of), or nothing."""
    if said is None:
        _words(organization, field, by).delete()
    else:
        _words(organization, field, by).update(**said)
    settle_facts([organization])


def _words(organization, field, by):
    return organization.facts.filter(about="", field=field, teller=teller_of(by), source="")


def share_facts(winner, loser):
    """Part of a merge: what the sources of the loser say is said of the winner too, where they said nothing of it."""
    shared = list(loser.facts.all())
    for fact in shared:
        fact.pk, fact.organization, fact.stands = None, winner, False
    Fact.objects.bulk_create(shared, ignore_conflicts=True)
    settle_facts([winner])


def part_facts(winner, loser):
    """Part of undoing it: what was said of the winner only because of the loser is said of it no longer."""
    still_there = set(winner.contacts.values_list("reference", flat=True))
    of_loser = {_said(fact) for fact in loser.facts.all()}
    shared = [f.pk for f in winner.facts.all() if _said(f) in of_loser and (not f.about or f.about not in still_there)]
    Fact.objects.filter(pk__in=shared).delete()
    settle_facts([winner, loser])


def _said(fact):
    return fact.about, fact.field, fact.teller, fact.source, fact.value_sha256, fact.recorded_at


def settle_facts(organizations):
    """Say anew on which statement each field of these records rests, after rows went elsewhere or came back."""
    keys = [organization.pk for organization in organizations]
    _settle(list(with_values(Organization.objects.filter(pk__in=keys))))


def _settle(records):
    told = defaultdict(list)
    for fact in Fact.objects.filter(organization__in=[organization.pk for organization in records]):
        told[fact.organization_id, fact.about, fact.field].append(fact)
    stand = set()
    for organization in records:
        for (about, field), value in values_of(organization).items():
            agreeing = [fact for fact in told[organization.pk, about, field] if agrees(fact, value)]
            if agreeing:
                stand.add(max(agreeing, key=_weight).pk)
    stood = {fact.pk for facts in told.values() for fact in facts if fact.stands}
    if stood - stand:
        Fact.objects.filter(pk__in=stood - stand).update(stands=False)
    if stand - stood:
        Fact.objects.filter(pk__in=stand - stood).update(stands=True)


def _weight(fact):
    """What is in doubt counts last, then the younger counts more."""
    return fact.doubted_on is None, fact.seen_on or date.min, fact.pk


def doubt_address(contacts, *, on):
    """Mail to these contacts came back: what was said of their address is out of date until somebody says it again."""
    about = Q(pk__in=[])
    for contact in contacts:
        about |= Q(organization=contact.organization_id, about=contact.reference)
    Fact.objects.filter(about, field="contact_email", doubted_on=None).update(doubted_on=on)


def teller_of(by):
    """Staff of IOM, people of an organization, by account or by link, or the registry itself, in a job or a demo."""
    if _is_by_link(by):
        return Teller.CSO
    if _is_by_client(by):
        return Teller.PARTNER
    if isinstance(by, str):
        return Teller.REGISTRY
    return Teller.STAFF if by.is_staff_member() else Teller.CSO


def _is_by_link(by):
    return isinstance(by, str) and by.startswith(BY_LINK)


def _is_by_client(by):
    return isinstance(by, str) and by.startswith(BY_CLIENT)


def _named(organization):
    """{reference of a contact, or empty for the record: the source and the day that it names itself}."""
    named = {"": (organization.source, organization.observed_on)}
    return named | {each.reference: (each.source, each.last_confirmed_on) for each in organization.contacts.all()}


def _with_values(organization):
    return with_values(Organization.objects.filter(pk=organization.pk)).get()


def _fact(pk, about, field, value, teller, source, observed_on, by):
    return Fact(
        organization_id=pk,
        about=about,
        field=field,
        teller=teller,
        # An organization is its own source.
        source="" if teller == Teller.CSO else source,
        value=None if about else value,
        value_sha256=digest(value),
        observed_on=observed_on,
        seen_on=observed_on,
        recorded_at=timezone.now(),
        recorded_by=None if isinstance(by, str) else by,
        told_in=by.removeprefix(BY_LINK) if _is_by_link(by) else "",
    )


def put_back(facts):
    """Statements as a source made them before, in the place of what it said since."""
    _say(facts)


def _say(facts):
    """Each source's last word."""
    Fact.objects.bulk_create(facts, update_conflicts=True, unique_fields=_SAME, update_fields=_SAID)
