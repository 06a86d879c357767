"""How equally a consultation was filled: who was asked, who said yes, who came, by what the registry knows of them.

Everybody reads the figures without any number under five; see `small_cells`. One at risk is in none of them, as it is
in no other figure for everybody: as if it never was. Once a report is published, everybody reads the figures that were
frozen with it: what the report tells less the figures of today would tell that somebody came into danger.
Budget: ten statements, whatever the number of invitations and registrations.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial

from consultations.models import Registration
from consultations.queries.participants import (
    attended_before,
    known_registrations,
    local_or_national,
    regional_or_global,
)
from consultations.states import SEATED, ConsultationInvitationState, RegistrationState, ReportState
from registry.models import Country, Organization
from registry.queries.small_cells import SMALLEST, share_is_told, told

R = RegistrationState
UNKNOWN = "unknown"
OF_ORGANIZATIONS = ("region", "type", "reach", "time")
OF_PEOPLE = ("gender", "language")


@dataclass(frozen=True)
class Row:
    """Three numbers, one a step; None for one that is not told."""

    code: str
    numbers: tuple


@dataclass(frozen=True)
class Table:
    by: str
    rows: list


@dataclass(frozen=True)
class Figures:
    # How many organizations, and how many people, at each of the three steps.
    organizations: tuple
    people: tuple
    of_organizations: list
    of_people: list
    recommendations: int
    answered: int
    # The day on which they were frozen with a report; None for those of now.
    as_of: date | None = None


def figures(consultation, *, user=None):
    """For staff, of the organizations that `user` may know of; without a user, for everybody."""
    registrations = _registrations(consultation, user)
    asked = _asked(consultation, user, registrations)
    people = _people(registrations)
    facts = _facts(consultation, set().union(*asked))
    is_public = user is None
    return Figures(
        organizations=_totals([len(step) for step in asked], is_public),
        people=_totals([len(step) for step in people], is_public),
        of_organizations=[
            _table(by, [[facts[by].get(one, {UNKNOWN}) for one in step] for step in asked], is_public)
            for by in OF_ORGANIZATIONS
        ],
        of_people=[
            _table(by, [[{one[by] or UNKNOWN} for one in step] for step in people], is_public) for by in OF_PEOPLE
        ],
        **_recommendations(consultation, is_public),
    )


def public_figures(consultation):
    """What everybody reads: the tables that the latest published report froze, or while there is none, those of now.

    What became of recommendations is of now always: it counts no organization and nobody.
    """
    report = published(consultation).first()
    if report is None:
        return figures(consultation)
    told_then = report.content["figures"]
    return Figures(
        organizations=tuple(told_then["organizations"]),
        people=tuple(told_then["people"]),
        of_organizations=list(map(_thawed, told_then["of_organizations"])),
        of_people=list(map(_thawed, told_then["of_people"])),
        **_recommendations(consultation, is_public=True),
        as_of=date.fromisoformat(report.content["as_of"]),
    )


def frozen(consultation):
    """The tables for everybody, in what JSON can hold."""
    told_now = asdict(figures(consultation))
    return {name: told_now[name] for name in ("organizations", "people", "of_organizations", "of_people")}


def published(consultation):
    """Its published reports, the latest first."""
    return consultation.reports.filter(state=ReportState.PUBLISHED).order_by("-number")


def _thawed(table):
    return Table(table["by"], [Row(row["code"], tuple(row["numbers"])) for row in table["rows"]])


def _recommendations(consultation, is_public):
    found = consultation.recommendations.kept()
    if is_public:
        found = found.public()
    return {"recommendations": found.count(), "answered": found.answered().count()}


def _registrations(consultation, user):
    known = known_registrations(consultation, user)
    return list(known.values("organization", "part", "gender", "language", "state"))


def _asked(consultation, user, registrations):
    """The organizations that were invited, that accepted, and for which somebody came; each a set of keys."""
    known = Organization.objects.visible_to(user) if user else Organization.objects.filter(is_at_risk=False)
    invitations = consultation.invitations.exclude(state=ConsultationInvitationState.PREPARED)
    states = list(invitations.filter(organization__in=known.values("pk")).values_list("organization", "state"))
    came = [
        one["organization"]
        for one in _came(registrations)
        if one["part"] == Registration.Part.CSO and one["organization"]
    ]
    accepted = [one for one, state in states if state == ConsultationInvitationState.ACCEPTED]
    return [{one for one, _state in states}, set(accepted), set(came)]


def _people(registrations):
    """Those who were named, who had a place, and who came."""
    seated = [one for one in registrations if one["state"] in (*SEATED, R.NO_SHOW)]
    return [registrations, seated, _came(registrations)]


def _came(registrations):
    """As `participants.counts`: those who came, or who had a place while nobody was checked in.

    Asked of those alone of whom the reader may know: nobody else decides which of both it is.
    """
    attended = [one for one in registrations if one["state"] == R.ATTENDED]
    return attended or [one for one in registrations if one["state"] == R.CONFIRMED]


def _facts(consultation, organizations):
    """{by what: {organization: {codes}}}"""
    homes = dict(Organization.objects.filter(pk__in=organizations).values_list("pk", "hq_country"))
    regions = Country.regions.through.objects.filter(country__in=set(homes.values()), region__successor=None)
    region_of = _grouped(regions.values_list("country", "region__code"))
    of_organizations = {"organization__in": organizations}
    types = Organization.types.through.objects.filter(**of_organizations)
    near, far = (
        set(found.filter(pk__in=organizations).values_list("pk", flat=True))
        for found in (local_or_national(), regional_or_global())
    )
    again = {one["organization"] for one in attended_before(consultation).filter(**of_organizations)}
    return {
        "region": {one: region_of[home] for one, home in homes.items() if home in region_of},
        "type": _grouped(types.values_list("organization", "organizationtype__code")),
        "reach": {one: {"local" if one in near else "international"} for one in near | far},
        "time": {one: {"again" if one in again else "first"} for one in organizations},
    }


def _grouped(pairs):
    found = {}
    for key, code in pairs:
        found.setdefault(key, set()).add(code)
    return found


def _totals(steps, is_public):
    """Everybody reads no total under five, nor one that leaves so few of the step before it."""
    if not is_public:
        return tuple(steps)
    before = [steps[0], *steps]
    is_told = [(n == 0 or n >= SMALLEST) and _rest_is_told(n, last) for n, last in zip(steps, before, strict=False)]
    return tuple(n if told_ else None for n, told_ in zip(steps, is_told, strict=True))


def _rest_is_told(n, before):
    """More may come than accepted: somebody whom staff entered."""
    return share_is_told(*sorted((n, before)))


def _table(by, steps, is_public):
    """`steps`: of each step, for each who is counted, the codes of the rows in which it stands."""
    cells = [Counter(code for codes in step for code in codes) for step in steps]
    codes = sorted(set().union(*cells), key=lambda code: (code == UNKNOWN, code))
    kept = _kept(cells, [len(step) for step in steps]) if is_public else [set(codes)] * len(cells)
    return Table(by, [Row(code, tuple(map(partial(_number, code), cells, kept))) for code in codes])


def _number(code, step, seen):
    """Nobody is a number that tells of nobody."""
    return step[code] if code in seen or not step[code] else None


def _kept(cells, totals):
    """Of each step the codes whose number may be told: not by itself, nor by what is left of the step before."""
    kept = []
    for before, step, total in zip([cells[0], *cells], cells, totals, strict=False):
        # Everybody stands in one row at least; where nobody stands in two, one number follows from the others.
        adds_up = step.total() == total
        seen = told(step, total, adds_up=adds_up) or set()
        telling = {code for code, n in step.items() if not _rest_is_told(n, before[code])}
        kept.append(set() if adds_up and telling else seen - telling)
    return kept
