"""W11: inviting many organizations and reading the lists, against the bare statements that write and read those rows.

Everything happens in one transaction that is taken back, so that other workloads find the registry as it was.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from benchmarks.counters import database_pages, statements
from benchmarks.load import SOURCE
from benchmarks.ratios import ratio, take_turns
from consultations import actions
from consultations.models import ConsultationInvitation, Registration
from consultations.queries import registrations, waiting
from consultations.queries.audiences import Question, asked, invitable, sort
from consultations.queries.invitations import Invited, counts
from registry.models import Contact, StaffAssignment, User
from registry.roles import Function

PAGE = 50
PEOPLE = 300
BY = "benchmark"


_INSERT = """INSERT INTO consultations_consultationinvitation (created_at, updated_at, version, reference,
    consultation_id, organization_id, quota, state, reason, told_by, answered_how, reminders)
    SELECT now(), now(), 1, 'CIN-' || row_number() OVER (), %s, pk, 2, 'prepared', '', '', '', 0
    FROM ({keys}) AS found(pk)"""
_PAGE = """SELECT i.reference, i.state, i.quota, o.reference, l.name FROM consultations_consultationinvitation i
    JOIN registry_organization o ON o.id = i.organization_id JOIN registry_listing l ON l.organization_id = o.id
    WHERE i.consultation_id = %s ORDER BY l.sort_name, i.id LIMIT 50"""
_PEOPLE = """SELECT r.reference, r.name, r.state, o.reference, l.name FROM consultations_registration r
    JOIN registry_organization o ON o.id = r.organization_id JOIN registry_listing l ON l.organization_id = o.id
    WHERE r.consultation_id = %s ORDER BY r.name, r.id"""


class TakenBack(Exception):
    """Nothing of this stays."""


def run(bench):
    try:
        with transaction.atomic():
            _measure(bench)
            raise TakenBack
    except TakenBack:
        pass


def _measure(bench):
    # The loader's contacts have no role: here the first of each organization is its focal point.
    Contact.objects.filter(source=SOURCE, name="Person 1").update(role=Contact.Role.FOCAL_POINT)
    consultation, user = _consultation(), _organizer()
    question = Question.from_query("directory", QueryDict("area=1&area=2&area=3"))
    _freezing(bench, consultation, user, question)
    actions.freeze_audience(consultation, question=question, quota=2, by=user)
    _people(consultation)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE consultations_consultationinvitation, consultations_registration")
    _lists(bench, consultation, user)


def _freezing(bench, consultation, user, question):
    def freeze():
        with _undone():
            actions.freeze_audience(consultation, question=question, quota=2, by=user)

    def bare():
        with _undone():
            keys = invitable(asked(question, consultation, user)).order_by().values("pk").query
            sql, parameters = keys.sql_with_params()
            with connection.cursor() as cursor:
                cursor.execute(_INSERT.format(keys=sql), [consultation.pk, *parameters])

    def preview():
        found = asked(question, consultation, user)
        told = sort(found)
        list(invitable(found).select_related("hq_country").prefetch_related("names")[:25])
        return told

    report, told = bench.report, preview()
    times = take_turns({"freeze": freeze, "bare": bare, "preview": preview}, rounds=5, seconds=bench.seconds)
    value, details = ratio(times, "freeze", "bare")
    report.add("W11", f"freeze {told.invitable} invitations", value, "one INSERT … SELECT", **details)
    value, details = ratio(times, "preview", "bare")
    report.add("W11", "look before freezing", value, "one INSERT … SELECT", **details)
    report.counter("W11", "statements of freezing", len(statements(freeze)), "SQL statements", "<= 16")


def _lists(bench, consultation, user):
    def page():
        # Cut as the paginator cuts it.
        told = counts(consultation, user)
        return Invited(consultation, user)[: min(PAGE, told.total)]

    def bare():
        with connection.cursor() as cursor:
            cursor.execute(_PAGE, [consultation.pk])
            cursor.fetchall()

    def people():
        registrations.figures(consultation, user=user)
        registrations.totals(consultation, user=user)
        line = waiting.line(consultation, user=user)[:PAGE]
        page, keys = registrations.people(consultation, user=user)[:PAGE], [one.registration.pk for one in line]
        registrations.line_of(line, registrations.shown(consultation, user=user, page=page, line=keys))

    def bare_people():
        with connection.cursor() as cursor:
            cursor.execute(_PEOPLE, [consultation.pk])
            cursor.fetchall()

    report = bench.report
    cases = {"page": page, "bare": bare, "people": people, "bare people": bare_people}
    times = take_turns(cases, rounds=9, seconds=bench.seconds)
    for case, base, label in (
        ("page", "bare", "page of the invitation list"),
        ("people", "bare people", f"list of {PEOPLE} registrations"),
    ):
        value, details = ratio(times, case, base)
        report.add("W11", label, value, "the same rows by bare SQL", **details)
    told = statements(page)
    report.counter("W11", "statements of the invitation list", len(told), "SQL statements", "<= 3")
    report.counter("W11", "pages of the invitation list", database_pages(told), "database pages")
    told = statements(people)
    report.counter("W11", "statements of the registrations", len(told), "SQL statements", "<= 11")
    report.counter("W11", "pages of the registrations", database_pages(told), "database pages")


def _consultation():
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(days=60), "ends_on": today + timedelta(days=61)}
    made = actions.create_consultation(
        by=BY, name_en="Benchmark", kinds=["regional"], place="Nairobi", seats=200, **days
    )
    for state in ("planned", "inviting"):
        made = actions.move_consultation(made, to=state, by=BY)
    for dimension, value in (("type", "ngo"), ("reach", "local"), ("first_time", "first_time")):
        actions.set_target(made, dimension=dimension, value=value, percent=50, by=BY)
    return made


def _organizer():
    user = User.objects.create_user(email="organizer@benchmark.invalid", password=None)
    since = timezone.localdate()
    StaffAssignment.objects.create(user=user, function=Function.CONSULTATION_ORGANIZER, starts_on=since)
    return user


def _people(consultation):
    """Two of three have a seat, the others wait."""
    invitations = list(ConsultationInvitation.objects.filter(consultation=consultation)[:PEOPLE])
    Registration.objects.bulk_create(
        Registration(
            consultation=consultation,
            invitation=one,
            organization_id=one.organization_id,
            name=f"Person {number}",
            email=f"person{number}@benchmark.invalid",
            state="waitlisted" if number % 3 == 0 else "confirmed",
            waiting_since=timezone.now() if number % 3 == 0 else None,
        )
        for number, one in enumerate(invitations)
    )


@contextmanager
def _undone():
    """What is done inside is taken back."""
    try:
        with transaction.atomic():
            yield
            raise TakenBack
    except TakenBack:
        pass
