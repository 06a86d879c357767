"""Makers: one small function a noun, with quiet defaults. What a test is about is written in the test."""

from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from consultations import actions as consultation_actions
from consultations.models import ConsultationInvitation, Registration
from observers.actions.statuses import record_event
from observers.models import CouncilSession, Observer
from observers.models.statuses import folded_name
from registry import actions
from registry.actions.refreshes.sending import hash_link
from registry.actions.work import run_job
from registry.importers.documents import CleanFile
from registry.models import (
    Bounce,
    Contact,
    Country,
    DuplicatePair,
    Edition,
    EndReason,
    Issue,
    Job,
    Membership,
    Message,
    Partnership,
    RefreshCampaign,
    RefreshInvite,
    ScreeningMatch,
    StaffAssignment,
    StoppedAddress,
    Unit,
    User,
    WatchList,
    WatchListEntry,
)
from registry.roles import Function, MemberRole
from registry.states import OrganizationState, PartnershipState

_numbers = count(1)
TODAY = date(2026, 11, 22)


def user(*, email="", password="", name="", **fields):
    """A person with a verified address, signed out."""
    email = email or f"person{next(_numbers)}@example.org"
    person = User.objects.create_user(email, password or None, name=name, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def staff(function=Function.CURATOR, *, countries=(), second_factor=True, **fields):
    """A member of the staff with one function, and a second factor unless the test is about that."""
    person = user(**fields)
    StaffAssignment.objects.create(
        user=person, function=function, countries=list(countries), starts_on=date(2020, 1, 1)
    )
    if second_factor:
        TOTP.activate(person, generate_totp_secret())
    return person


def member(organization_=None, *, role=MemberRole.ADMIN, **fields):
    person = user(**fields)
    Membership.objects.create(user=person, organization=organization_ or organization(), role=role)
    return person


def organization(
    name="", *, state=OrganizationState.PUBLISHED, acronym="", names=(), types=("ngo",), hq_country_id="KEN", **facts
):
    """An organization as the verb makes it: published, an NGO in Kenya."""
    texts = [{"kind": "legal", "text": name or f"Invented Organization {next(_numbers)}", "is_primary": True}]
    texts += [{"kind": "acronym", "text": acronym}] if acronym else []
    return actions.create_organization(
        by="test",
        state=state,
        names=[*texts, *names],
        types=types,
        hq_country=Country.objects.get(pk=hq_country_id) if hq_country_id else None,
        **facts,
    )


def partnership(
    organization_=None, *, role="project_implementer", area=1, country="KEN", starts_on=date(2024, 1, 1), **fields
):
    organization_ = organization_ or organization()
    told = Partnership.objects.create(
        organization=organization_,
        role_id=role,
        area_id=str(area),
        country_id=country,
        period=fields.pop("period", None) or DateRange(starts_on, fields.pop("ends_before", None)),
        **fields,
    )
    actions.publish_listing(organization_)
    return told


def verified(organization_=None, *, on=TODAY, by=None, **fields):
    """A partnership of which IOM saw evidence."""
    proof = {"verified_on": on, "verified_by": by or staff(second_factor=False), "evidence_note": "Visit of May."}
    return partnership(organization_, **({"unit": unit(), "state": PartnershipState.VERIFIED} | proof | fields))


def dispute(partnership_=None, *, by=None, **fields):
    """A member says that a partnership never happened."""
    partnership_ = partnership_ or partnership()
    by = by or member(partnership_.organization, role=MemberRole.EDITOR)
    return actions.dispute_partnership(
        partnership_, by=by, **({"matter": "never", "reason": "We were never asked."} | fields)
    )


def end_reason(code="programme_ended"):
    return EndReason.objects.get(pk=code)


def unit(code="", **fields):
    code = code or f"mission-{next(_numbers)}"
    return Unit.objects.create(
        code=code, name_en=fields.pop("name_en", f"Mission {code}"), kind="country_office", **fields
    )


def programme(code="", *, countries=(), by="test", **fields):
    """A programme with one phase in these countries."""
    code = code or f"programme-{next(_numbers)}"
    made = actions.create_programme(code=code, by=by, **({"name_en": f"Programme {code}", "source": "A memo"} | fields))
    actions.save_programme_phase(made, number=1, countries=countries, by=by)
    made.refresh_from_db()
    return made


def contact(organization_=None, **fields):
    return Contact.objects.create(organization=organization_ or organization(), **({"name": "A. Person"} | fields))


def document(organization_=None, *, by=None, data=b"", **fields):
    """A filed document whose content nobody has looked into."""
    number = next(_numbers)
    data = data or f"%PDF-1.7 {number}".encode()
    return actions.file_document(
        organization_ or organization(),
        file=CleanFile("application/pdf", data, f"%PDF-1.7 {number} as sent".encode()),
        by=by or staff(),
        **({"kind": "letter", "title": f"Letter {number}"} | fields),
    )


def link(from_organization=None, to_organization=None, *, kind="member_of", by="test", **fields):
    from_organization, to_organization = from_organization or organization(), to_organization or organization()
    return actions.add_link(from_organization, kind=kind, other=to_organization, by=by, **fields)


def pair(one=None, other=None, **fields):
    """Two records that may be one, as a scan proposes them."""
    first, second = sorted((one or organization(), other or organization()), key=lambda organization_: organization_.pk)
    defaults = {
        "score": 0.9,
        "agreeing": [{"code": "similar_name", "values": [first.name, second.name]}],
        "conflicting": [],
        "identity_sha256": "0" * 64,
    }
    DuplicatePair.objects.filter(first=first, second=second).delete()
    return DuplicatePair.objects.create(first=first, second=second, **(defaults | fields))


def match(organization_=None, **fields):
    """An organization that may be an invented entry of an invented list, as the screening finds it."""
    number = next(_numbers)
    watch_list, _created = WatchList.objects.get_or_create(
        key="demo",
        defaults={
            "made_at": timezone.now(),
            "file_name": "invented.xml",
            "size": 1,
            "sha256": "0" * 64,
            "counts": {},
            "loaded_by": staff(second_factor=False),
        },
    )
    entry = fields.pop("entry", None) or WatchListEntry.objects.create(
        key="demo",
        number=f"INVe.{number}",
        kind="entity",
        name=f"INVENTED ENTRY {number}",
        names=[[f"INVENTED ENTRY {number}", "name"]],
        listed_on=date(2020, 1, 31),
        sha256="0" * 64,
        first_list=watch_list,
        last_list=watch_list,
    )
    organization_ = organization_ or organization()
    defaults = {
        "watch_list": watch_list,
        "score": 0.9,
        "reasons": [{"code": "similar_name", "values": [organization_.name, entry.name]}],
        "identity_sha256": "0" * 64,
    }
    return ScreeningMatch.objects.create(organization=organization_, entry=entry, **(defaults | fields))


def issue(organization_=None, *, rule="founded-unlikely", **fields):
    """What a rule found, whatever the record says now."""
    defaults = {"facts_sha256": "0" * 64, "found_at": timezone.now()}
    return Issue.objects.create(organization=organization_ or organization(), rule=rule, **(defaults | fields))


def message(**fields):
    number = next(_numbers)
    defaults = {
        "kind": "test",
        "address": f"reader{number}@example.org",
        "language": "en",
        "title": "A title",
        "body": "A body",
        "message_id": f"<{number}@example.org>",
        "next_try_at": timezone.now() - timedelta(seconds=1),
    }
    return Message.objects.create(**(defaults | fields))


def stopped(address, *, why="hard", **fields):
    """An address to which nothing is sent, since a mail to it came back."""
    returned = message(address=address, state="bounced", sent_at=timezone.now())
    bounce = Bounce.objects.create(message=returned, address=address, kind=why if why == "complaint" else "hard")
    return StoppedAddress.objects.create(address=address, why=why, bounce=bounce, **fields)


def job(kind="import", **fields):
    defaults = {"subject": f"subject-{next(_numbers)}", "not_before": timezone.now() - timedelta(seconds=1)}
    return Job.objects.create(kind=kind, **(defaults | fields))


def edition(*, on=TODAY, state="published", **titles):
    """An edition of what is listed now, with its files, made on some day; one number after the other."""
    made = actions.make_edition(by="test")
    _write_edition(made)
    Edition.objects.filter(pk=made.pk).update(on=on)
    made.refresh_from_db()
    if state == "published":
        names = {f"name_{language}": getattr(made, f"name_{language}") for language in ("en", "fr", "es")} | titles
        actions.publish_edition(made, by=staff(Function.DATA_STEWARD, second_factor=False), **names)
        actions.write_editions_anew()
        _write_edition(made)
        made.refresh_from_db()
    return made


def _write_edition(edition):
    jobs = Job.objects.filter(kind="edition.write", subject=edition.reference, state="waiting")
    for one in jobs:
        actions.run_job(actions.take_job(one))


def export(*, on=None):
    """The copy of a day, today without one, with its files."""
    export_ = actions.make_export()
    do_jobs("export.write")
    export_.refresh_from_db()
    if on:
        export_.on = on
        export_.save()
    return export_


def do_jobs(kind):
    """Do every job of this kind that is due, as a worker would."""
    for waiting in Job.objects.filter(kind=kind).due(at=timezone.now()):
        run_job(actions.take_job(waiting))


def refresh(*, state="", by=None, **fields):
    """A campaign over the directory, as the verb plans it; with a state other than a draft, as if it had begun."""
    facts = {"title": f"Refresh {next(_numbers)}", "only_aged": False, "languages": ["en", "fr", "es"]} | fields
    campaign = actions.plan_refresh(by=by or staff(second_factor=False), **facts)
    if state:
        now = timezone.now()
        RefreshCampaign.objects.filter(pk=campaign.pk).update(
            state=state, wave=2, started_at=now, watched_from=now, facts_before=0, fresh_before=0
        )
        campaign.refresh_from_db()
    return campaign


def asked(campaign=None, organization_=None, *, token="", state="sent", days=30, **fields):
    """A question that was sent: to the focal point of an organization, with this token in its link."""
    organization_ = organization_ or organization()
    now = timezone.now()
    facts = {"wave": 1, "language": "en", "sent_at": now, "expires_at": now + timedelta(days=days)} | fields
    if facts.get("channel", "mail") == "mail" and "contact" not in facts:
        facts["contact"] = contact(organization_, email=f"focal{next(_numbers)}@example.org", role="focal_point")
    if facts.get("contact"):
        facts["address"] = facts["contact"].email
    return RefreshInvite.objects.create(
        campaign=campaign or refresh(state="running"),
        organization=organization_,
        state=state,
        token_sha256=hash_link(token) if token else "",
        **{"channel": "mail"} | facts,
    )


def council_session(number=None, *, starts_on=date(2026, 11, 16), **fields):
    """A regular session of the Council of three days, in the week before TODAY."""
    kind = fields.pop("kind", "regular")
    if kind != "idm":
        fields["number"] = number or next(_numbers) + 1000
    return CouncilSession.objects.create(
        kind=kind, starts_on=starts_on, ends_on=fields.pop("ends_on", starts_on + timedelta(days=2)), **fields
    )


def observer(organization_=None, *, name="", admitted_on=date(2010, 11, 29), session_name="99th", **fields):
    """An observer that the Council admitted; without `name`, of an organization of the registry."""
    organization_ = None if name else organization_ or organization()
    observer_ = Observer.objects.create(
        organization=organization_,
        name=name or organization_.name,
        folded=folded_name(name or organization_.name),
        kind=fields.pop("kind", "cso"),
    )
    if admitted_on:
        event(observer_, "admitted", admitted_on, session_name=session_name, **fields)
    return observer_


def event(observer_, kind, on, **fields):
    """One dated act of an observer's status, in the order in which they happened."""
    return record_event(observer_, kind=kind, on=on, by="test", **({"source": "A source"} | fields))


def consultation(*, state="idea", starts_on=date(2027, 3, 9), **fields):
    """A regional consultation of three days in Nairobi, brought to `state` by the verb that moves it."""
    by = fields.pop("by", "test")
    quiet = {
        "name_en": "A consultation",
        "slug": f"consultation-{next(_numbers)}",
        "kinds": ["regional"],
        "place": "Nairobi",
        "zone": "Africa/Nairobi",
        "starts_on": starts_on,
        "ends_on": starts_on and starts_on + timedelta(days=2),
    }
    made = consultation_actions.create_consultation(by=by, **(quiet | fields))
    road = ("planned", "inviting", "registration_closed", "running", "reporting", "follow_up", "closed")
    for step in road[: road.index(state) + 1] if state in road else ():
        made = consultation_actions.move_consultation(made, to=step, by=by)
    return made


def invited(consultation_=None, organization_=None, *, state="sent", **fields):
    """An organization that is invited, in whatever state, however it came there."""
    consultation_ = consultation_ or consultation(state="inviting")
    return ConsultationInvitation.objects.create(
        consultation=consultation_, organization=organization_ or organization(), state=state, **fields
    )


def registration(invitation=None, *, state="confirmed", **fields):
    """A person named for an organization that is invited."""
    invitation = invitation or invited(state="accepted")
    number = next(_numbers)
    quiet = {
        "consultation": invitation.consultation,
        "organization": invitation.organization,
        "name": f"Person {number}",
        "email": f"named{number}@example.org",
    }
    return Registration.objects.create(invitation=invitation, state=state, **(quiet | fields))


def accepted(consultation_, organization_=None, *, quota=2, **fields):
    """An organization that accepted the invitation to a consultation, for `quota` people."""
    quiet = {"state": "accepted", "quota": quota, "organization": organization_ or organization()}
    return ConsultationInvitation.objects.create(consultation=consultation_, **(quiet | fields))


def named(invitation, *, by="test", **facts):
    """Somebody whom the invited organization named, as the verb makes it."""
    number = next(_numbers)
    quiet = {"name": f"Invented Person {number}", "email": f"participant{number}@example.org"}
    return consultation_actions.name_person(invitation, by=by, **(quiet | facts))


def session(consultation_=None, *, starts="09:00", ends="10:00", day=None, **fields):
    """A session of its agenda, on its first day by the clocks of its place."""
    consultation_ = consultation_ or consultation()
    zone, day = ZoneInfo(consultation_.zone), day or consultation_.starts_on
    moments = {
        name: datetime.combine(day, time.fromisoformat(text), zone)
        for name, text in (("starts_at", starts), ("ends_at", ends))
    }
    return consultation_actions.add_agenda_item(
        consultation_, by="test", **({"name_en": "A session", "kind": "plenary"} | moments | fields)
    )


def topic(consultation_=None, organization_=None, *, by="test", **fields):
    """A topic that an organization proposes for a planned consultation."""
    quiet = {"title": f"Topic {next(_numbers)}", "text": "It matters.", "language": "en"}
    return consultation_actions.propose_topic(
        consultation_ or consultation(state="planned"), organization_ or organization(), by=by, **(quiet | fields)
    )


def paper(consultation_=None, *, data=b"", language="en", **fields):
    """A document of a planned consultation, in one language; nobody has looked into its content."""
    data = data or f"%PDF-1.7 {next(_numbers)}".encode()
    return consultation_actions.add_consultation_document(
        consultation_ or consultation(state="planned"),
        file=CleanFile("application/pdf", data),
        language=language,
        by="test",
        **({"name_en": "A paper", "audience": "public"} | fields),
    )


def held(*, state="reporting", starts_on=date(2025, 10, 7), **fields):
    """A consultation that took place, so that its recommendations can be recorded."""
    return consultation(state=state, starts_on=starts_on, **fields)


def recommendation(consultation_=None, *, state="recorded", **fields):
    """One that was recorded; with `state`, brought there as its verbs do: assigned to a unit, answered, done."""
    made = consultation_actions.record_recommendation(
        consultation_ or held(), by="test", **({"text_en": "Open safe routes."} | fields)
    )
    if state == "recorded":
        return made
    [made] = consultation_actions.assign_recommendations(
        made.consultation, recommendations=[made], unit=unit(), due_on=date(2026, 1, 31), by="test"
    )
    if state != "assigned":
        answer(made)
    if state in ("in_progress", "done"):
        claims = "done" if state == "done" else "in_progress"
        update = consultation_actions.report_action(
            made, claims=claims, text="Steps were taken.", link="https://example.org/evidence", by="test"
        )
        if state == "done":
            consultation_actions.close_recommendation(made, update=update, by="test")
    made.refresh_from_db()
    return made


def answer(recommendation_, **facts):
    """Accepted, with an action, unless the facts say something else."""
    accepted = {"verdict": "accept", "action_en": "A plan is made.", "due_on": date(2026, 6, 30)}
    return consultation_actions.answer_recommendation(recommendation_, by="test", **(accepted | facts))


def client(*, owner=None, scopes=("read",), **fields):
    """A system of a partner, with whatever scopes the test is about."""
    made = actions.register_client(
        name="Portal", run_by="Invented Portal Team", purpose="To show partners.", scopes=[], by=owner or user()
    )
    type(made).objects.filter(pk=made.pk).update(scopes=list(scopes), **fields)
    made.refresh_from_db()
    return made


def webhook(client_=None, *, address="https://receiver.example/hooks", events=("organization.*",), **fields):
    """(webhook, secret) of a system that may be told of changes."""
    client_ = client_ or client(scopes=("read", "webhooks"), **fields)
    return actions.add_webhook(client_, address=address, events=list(events), by=client_.owner)


def api_key(client_=None, **fields):
    """The key itself, as it stands in a header."""
    client_ = client_ or client(**fields)
    return actions.make_key(client_, by=client_.owner)[1]
