"""Invented applications and statuses for the demonstration, made by the same verbs as real ones."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from observers.actions.applications import (
    attach_document,
    check_record,
    save_answer,
    start_application,
    submit_application,
)
from observers.actions.corrections import ask_correction
from observers.actions.decisions import Entry, record_decisions
from observers.actions.opinions import ask_opinion
from observers.actions.questions import add_question, send_round
from observers.actions.recommendations import agree_recommendation, recommend
from observers.actions.reviews import (
    assign_reviewer,
    declare_no_conflict,
    hand_in_review,
    record_finding,
)
from observers.actions.screening import accept_as_complete, begin_screening
from observers.actions.sessions import add_session, put_on_agenda
from observers.actions.signatures import ask_signature, sign_application
from observers.actions.statuses import record_event
from observers.models import CouncilSession, Observer, StatusEvent
from observers.models.statuses import folded_name
from observers.queries.clock import GENEVA, database_now, day_in
from observers.queries.snapshots import content_hash
from registry.actions import file_document
from registry.actions.demo.papers import page_pdf
from registry.importers.documents import CleanFile
from registry.models import Membership, Organization, StaffAssignment, User
from registry.roles import MemberRole

SOURCE = "Invented demonstration data"
NAME = "Invented session of the Council"
# How far each of the invented applications has come, in two sessions.
PAST = ["admitted", "admitted", "admitted", "not_admitted", "deferred"]
COMING = ["draft", "sent", "in_review", "asked", "ready", "on_agenda"]
# Admitted long ago, as (day, session) of history that staff loaded.
LONG_AGO = [(2004, "88th"), (2007, "94th"), (2010, "99th"), (2010, "99th"), (2014, "105th"), (2016, "107th")]


def load_observer_demo(*, by):
    """Add sessions, applications at every stage and observers to the demonstration; returns how many applications.

    Does nothing without the demonstration's people, or when it was done before.
    """
    crew = {
        name: User.objects.filter(email=f"{name}@demo.example").first()
        for name in ("reviewer", "relecteur", "officer", "oficial")
    }
    if not all(crew.values()) or CouncilSession.objects.filter(is_demo=True).exists():
        return 0
    with transaction.atomic():
        return _Demo(crew, by).load()


class _Demo:
    """One run: the two sessions, the people, and the organizations that are not used yet."""

    def __init__(self, crew, by):
        self.crew, self.by = crew, by
        today = day_in(database_now())
        # It ends today: what it decided can be recorded, and its applications are all of today.
        self.past = self._session(today - timedelta(days=2), 901)
        self.coming = self._session(today + timedelta(days=250), 902, closes_on=today + timedelta(days=70))
        theirs = Membership.objects.filter(user__email__endswith="@demo.example", organization__is_demo=True)
        self.homes = [membership.organization for membership in theirs.order_by("pk")]
        others = (
            Organization.objects.publishable()
            .filter(is_demo=True, kind="cso")
            .exclude(pk__in=[home.pk for home in self.homes])
        )
        self.others = iter(others.order_by("pk")[60:120])

    def load(self):
        for year, session in LONG_AGO:
            self._long_ago(year, session)
        entries = [self._on_past_agenda(outcome) for outcome in PAST]
        record_decisions(self.past, entries, by=self.crew["oficial"])
        self._correction(entries[PAST.index("not_admitted")].application)
        # The invented English-speaking member finds all her documents in the registry, the French-speaking a draft.
        self._known(self.homes[0])
        self._draft(self.homes[1])
        for stage in COMING[1:]:
            self._walk(stage)
        return len(PAST) + len(COMING)

    def _session(self, first, number, *, closes_on=None):
        return add_session(
            by=self.by,
            is_demo=True,
            kind="regular",
            number=number,
            name=f"{NAME} {number} ({first.year})",
            starts_on=first,
            ends_on=first + timedelta(days=2),
            closes_at=datetime.combine(closes_on, time(23, 59), ZoneInfo(GENEVA)) if closes_on else None,
            papers_at=datetime.combine(first - timedelta(days=60), time(18), ZoneInfo(GENEVA)),
            source=SOURCE,
        )

    def _long_ago(self, year, session):
        organization = next(self.others)
        observer = Observer.objects.create(
            name=organization.name, folded=folded_name(organization.name), organization=organization, is_demo=True
        )
        record_event(
            observer,
            kind=StatusEvent.Kind.ADMITTED,
            on=datetime(year, 11, 30, tzinfo=ZoneInfo(GENEVA)).date(),
            session_name=f"{session} (invented)",
            source=SOURCE,
            by=self.by,
        )

    def _applicant(self, organization):
        member = organization.memberships.filter(left_at=None).select_related("user").first()
        if member:
            return member.user
        email = f"head.{organization.reference.lower()}@demo.example"
        person = User.objects.create_user(email, name="Invented Head")
        Membership.objects.create(user=person, organization=organization, role=MemberRole.ADMIN)
        return person

    def _correction(self, application):
        accounts = application.criteria_set.criteria.filter(code="C-FIN").first()
        text = "Page 1 of our accounts names who gives the money. (Invented)"
        ask_correction(application, criterion=accounts, text=text, by=application.correspondent)

    def _known(self, organization):
        """Four documents in date: what the criteria ask for is there before the application begins."""
        person, today = self._applicant(organization), day_in(database_now())
        for kind, years in (("registration", 3), ("statutes", None), ("accounts", None), ("other", None)):
            _file(
                organization,
                kind,
                person,
                issued_on=today - timedelta(days=200),
                expires_on=years and today + timedelta(days=365 * years),
            )

    def _draft(self, organization):
        person = self._applicant(organization)
        application = start_application(organization, by=person, language=person.language)
        answer = application.answers.filter(criterion__word_limit__gt=0).select_related("criterion").first()
        if answer:
            save_answer(application, answer.criterion, by=person, text="Réponse inventée.", language=person.language)
        return application

    def _complete(self, organization, session):
        person = self._applicant(organization)
        application = start_application(organization, by=person)
        application.session = session
        application.save()
        for answer in application.answers.select_related("criterion"):
            criterion = answer.criterion
            if criterion.asks_declaration:
                save_answer(application, criterion, by=person, is_declared=True)
            if criterion.needs_document:
                document = _invented_document(organization, criterion, person)
                attach_document(application, criterion, document, by=person)
            if criterion.asks_answer:
                save_answer(application, criterion, by=person, text=_text(criterion), language="en")
        check_record(application, by=person)
        signature = ask_signature(application, name="Invented Head", email=person.email, by=person)
        sign_application(signature, signed_as="Invented Head", read_sha256=content_hash(application), by="head")
        application.refresh_from_db()
        return submit_application(application, by=person)

    def _reviewed(self, organization, session):
        officer = self.crew["officer"]
        application = self._complete(organization, session)
        declare_no_conflict(application, by=officer)
        begin_screening(application, by=officer)
        application = accept_as_complete(application, by=officer)
        for name in ("reviewer", "relecteur"):
            assign_reviewer(application, self.crew[name], by=officer)
            declare_no_conflict(application, by=self.crew[name])
        return application

    def _ready(self, organization, session, verdict="met"):
        """Everything met; with another `verdict`, that on the accounts."""
        application = self._reviewed(organization, session)
        for review in application.reviews.select_related("reviewer"):
            for criterion in application.criteria_set.criteria.all():
                told = {"verdict": verdict, "reason": "The accounts do not say who gives the money (invented)."}
                if criterion.code != "C-FIN":
                    told = {"verdict": "met"}
                record_finding(review, criterion, by=review.reviewer, **told)
            hand_in_review(review, by=review.reviewer)
        application.refresh_from_db()
        return application

    def _recommended(self, organization, session, advice):
        found = {"admit": "met", "not_admit": "not_met", "defer": "partly"}[advice]
        application = self._ready(organization, session, found)
        signed = recommend(application, advice=advice, reason="Invented recommendation.", by=self.crew["reviewer"])
        agree_recommendation(signed, by=self.crew["relecteur"])
        application.refresh_from_db()
        return application

    def _on_past_agenda(self, outcome):
        advice = {"admitted": "admit", "not_admitted": "not_admit", "deferred": "defer"}[outcome]
        application = self._recommended(next(self.others), self.past, advice)
        application = put_on_agenda(application, self.past, by=self.crew["officer"])
        declare_no_conflict(application, by=self.crew["oficial"])
        facts = {}
        if outcome == "deferred":
            missing = "The accounts of the last year (invented)."
            facts = {"deferral": "information", "missing": missing, "next_session": self.coming}
        return Entry(application, outcome, self.past.ends_on, resolution="901/1 (invented)", **facts)

    def _walk(self, stage):
        organization = next(self.others)
        if stage == "sent":
            self._complete(organization, self.coming)
        elif stage == "in_review":
            application = self._reviewed(organization, self.coming)
            mission = StaffAssignment.objects.filter(user__email="mission@demo.example").first()
            if mission:
                question = "Does the mission know this organization? (Invented)"
                ask_opinion(application, unit=mission.unit, question=question, by=self.crew["officer"])
        elif stage == "asked":
            application = self._reviewed(organization, self.coming)
            criterion = application.criteria_set.criteria.order_by("position").first()
            add_question(
                application, criterion, text="Who chaired your last assembly? (Invented)", by=self.crew["reviewer"]
            )
            send_round(application, by=self.crew["officer"])
        elif stage == "ready":
            self._ready(organization, self.coming)
        else:
            application = self._recommended(organization, self.coming, "admit")
            put_on_agenda(application, self.coming, by=self.crew["officer"])


def _text(criterion):
    return "Invented answer for the demonstration. We work with migrants and their families."


def _invented_document(organization, criterion, person):
    kind = criterion.document_kind or "other"
    known = organization.documents.filter(kind=kind, visibility="members").first()
    return known or _file(organization, kind, person)


def _file(organization, kind, person, **days):
    return file_document(
        organization,
        file=CleanFile("application/pdf", page_pdf(f"{organization.reference} {kind}: invented document")),
        by=person,
        kind=kind,
        title=f"Invented {kind}",
        language="en",
        visibility="members",
        **days,
    )
