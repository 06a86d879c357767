"""Sessions and corrections, for the access test: organization A's application comes to the Council."""

from django.utils import timezone

from observers.models import Application, Correction, Decision, Recommendation, Turn
from registry.roles import Function
from tests import make
from tests.house import access_files
from tests.observers import steps


def build(world):
    world.other_officer = make.staff(Function.DECISION_OFFICER)
    world.session = world.application.session
    world.coming = steps.coming()


def _at(world, state):
    Application.objects.filter(pk=world.application.pk).update(state=state)
    Turn.objects.filter(application=world.application, ended_at=None).update(state=state)


def _recommended(world):
    access_files.ready(world)
    now = timezone.now()
    Recommendation.objects.create(
        application=world.application,
        cycle=1,
        advice="admit",
        reason="All met.",
        signed_at=now,
        signed_by=world.people["reviewer"],
        agreed_at=now,
        agreed_by=world.second,
    )
    _at(world, "recommended")


def _on_agenda(world):
    _recommended(world)
    _at(world, "with_council")


def _corrected(world):
    _on_agenda(world)
    now = timezone.now()
    Decision.objects.create(
        application=world.application,
        cycle=1,
        session=world.session,
        outcome="not_admitted",
        decided_on=world.session.starts_on,
        resolution="1400",
        recorded_at=now,
        recorded_by=world.other_officer,
    )
    Correction.objects.create(
        application=world.application, text="We began in 1998.", asked_at=now, asked_by=world.people["admin_a"]
    )


def examples(world, Example):
    session = {"reference": world.session.reference}
    both = session | {"application": world.application.reference}
    dates = {
        "kind": "regular",
        "number": "999",
        "starts_on": "2030-01-01",
        "ends_on": "2030-01-02",
        "zone": "Europe/Zurich",
    }
    line = world.application.reference
    decided = {
        f"{line}-outcome": "not_admitted",
        f"{line}-decided_on": world.session.starts_on.isoformat(),
        f"{line}-resolution": "1400",
        f"{line}-reason": "So it was said.",
    }
    answer = {"is_accepted": "yes", "text": "You are right."}
    return {
        "observers:session-new": Example(data=dates),
        "observers:session-detail": Example(session),
        "observers:session-edit": Example(session, dates | {"version": world.session.version}),
        "observers:agenda-join": Example(both, before=_recommended),
        "observers:agenda-leave": Example(both, {"reason": "Later."}, _on_agenda),
        "observers:session-close-papers": Example(session, before=_on_agenda),
        "observers:session-pack": Example(session | {"language": "en", "form": "pdf"}),
        "observers:session-decide": Example(session, decided, _on_agenda),
        "observers:correction-letter": Example({"reference": world.application.reference}, before=_corrected),
        "observers:correction-detail": Example({"reference": world.application.reference}, answer, _corrected),
    }
