"""What the Council reads, gathered from what was frozen: the same data give the same pack, whenever it is asked for."""

import json
from datetime import date

from django.utils import translation

from observers.exporters import contents
from observers.models import Application, Decision, Recommendation
from observers.queries.clock import day_in
from observers.queries.reviews import found
from observers.states import ApplicationState
from registry.queries.words import words

S = ApplicationState


def on_agenda(session):
    """The applications that the session has, or had, to decide on, in the order of their references.

    Final papers keep theirs, whatever happens to an application afterwards.
    """
    if session.papers_closed_at:
        return _with_papers(Application.objects.filter(reference__in=session.final_agenda))
    decided = Decision.objects.filter(session=session).values("application")
    waiting = Application.objects.filter(session=session, state=S.WITH_COUNCIL).values("pk")
    found_ = Application.objects.filter(pk__in=waiting) | Application.objects.filter(pk__in=decided)
    return _with_papers(found_)


def _with_papers(applications):
    applications = applications.select_related("organization", "criteria_set", "session")
    return applications.prefetch_related("submissions", "turns", "organization__names").order_by("reference")


def council_pack(session, applications, *, language):
    """The pack of a session in one language. `applications` are those of on_agenda that the reader may know of."""
    applications = list(applications)
    with translation.override(language):
        sheets = tuple(_sheet(application, session, words(language)) for application in applications)
        sets = sorted({_set_name(application.criteria_set) for application in applications})
    days = [day_in(_submission(application, session).sent_at, session.zone) for application in applications]
    resolutions = set(
        Decision.objects.filter(session=session).exclude(resolution="").values_list("resolution", flat=True)
    )
    return contents.CouncilPack(
        session=session_facts(session),
        applications=sheets,
        criteria_set="; ".join(sets),
        as_of=max(days, default=None),
        is_final=session.papers_closed_at is not None,
        resolution=resolutions.pop() if len(resolutions) == 1 else "",
    )


def session_facts(session):
    return contents.Session(
        number=str(session.number or session.name),
        opens_on=session.starts_on,
        closes_on=session.ends_on,
        is_special=session.kind == session.Kind.SPECIAL,
    )


def _set_name(criteria_set):
    draft = translation.gettext("draft, to be confirmed by IOM")
    name = criteria_set.told("name")
    return f"{name} ({draft})" if criteria_set.is_to_be_confirmed else name


def _sheet(application, session, known):
    frozen = json.loads(_submission(application, session).content)["organization"]
    cycle = _cycle(application, session)
    recommendation = Recommendation.objects.filter(
        application=application, cycle=cycle, agreed_at__isnull=False
    ).first()
    began = application.turns.filter(state=S.IN_REVIEW).order_by("pk").first()
    zone = session.zone
    return contents.FactSheet(
        reference=application.reference,
        names=tuple(contents.Name(name["text"], name["language"] or "") for name in frozen["names"]),
        acronym=frozen["acronym"] or "",
        types=tuple(known["type"].get(code, code) for code in frozen["types"]),
        head_office=known["country"].get(frozen["hq_country"], "") if frozen["hq_country"] else "",
        countries=tuple(known["country"].get(code, code) for code in frozen["countries"]),
        founded=frozen["founded"],
        areas=tuple(known["area"].get(code, code) for code in frozen["areas"]),
        partnerships=tuple(_partnership(row, known) for row in frozen["partnerships"]),
        findings=tuple(
            contents.Finding(
                one.criterion.code, one.criterion.told("name"), one.verdict, one.criterion.get_provenance_display()
            )
            for one in found(application, cycle=cycle)
            if one.verdict
        ),
        advice=recommendation.advice if recommendation else None,
        reasons=recommendation.reason if recommendation else "",
        sent_on=day_in(application.submitted_at, zone),
        complete_on=day_in(began.began_at, zone) if began else None,
        recommended_on=day_in(recommendation.agreed_at, zone) if recommendation else None,
    )


def _cycle(application, session):
    """In which round of reviews it came to this session."""
    decision = Decision.objects.filter(application=application, session=session).order_by("-cycle").first()
    return decision.cycle if decision else application.cycle


def _submission(application, session):
    """What had been sent when the papers were closed, or it was decided: what came later is for a later session."""
    decision = Decision.objects.filter(application=application, session=session).order_by("-cycle").first()
    until = session.papers_closed_at or (decision and decision.recorded_at)
    sent = application.submissions.filter(sent_at__lte=until) if until else application.submissions
    return sent.latest("number")


def _partnership(row, known):
    return contents.Partnership(
        role=known["role"].get(row["role"], row["role"]),
        area=known["area"].get(row["area"], row["area"]),
        country=known["country"].get(row["country"], row["country"]),
        started=_year(row["starts_on"]),
        ended=_year(row["ends_on"]),
        is_verified=row["state"] == "verified",
    )


def _year(day):
    return date.fromisoformat(day).year if day else None
