"""What the access test walks through of observer status: organization A is an observer, and one of each thing of it."""

from datetime import timedelta

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from observers import actions
from observers.queries import statuses
from tests import make

_TABLE = b"Name,Date,Session,Source\nHarbour Light,2002-11-25,84th,Minutes\n"
_ROW = {
    "line": 2, "name": "Harbour Light", "kind": "cso", "event": "admitted", "on": "2002-11-25", "precision": "day",
    "session": "84th", "resolution": "", "source": "Minutes", "reference": "", "problem": "",
}  # fmt: skip


def things(world):
    """A is an observer with one representative; a session is coming, and an observer waits to be linked."""
    world.observer = make.observer(world.a, admitted_on=statuses.today() - timedelta(days=400))
    world.unlinked = make.observer(name="Lantern Bay")
    world.session_to_come = make.council_session(starts_on=statuses.today() + timedelta(days=30))
    world.session_now = make.council_session(starts_on=statuses.today())
    by = world.people["admin_a"]
    world.designation = actions.designate(world.observer, name="A. Person", by=by)
    world.notice = actions.send_notice(
        world.observer, kind="merger", value="Another", effective_on=statuses.today(), by=by
    )


def asked(world):
    actions.ask_confirmation(world.observer, by=world.people["officer"])


def sent(world):
    asked(world)
    opened, by = world.observer.confirmations.get(), world.people["admin_a"]
    actions.answer_record(opened, is_record_right=False, changes="Much", by=by)
    actions.answer_activities(opened, activities=[], by=by)
    actions.send_confirmation(opened, is_interested=True, by=by)


def nominated(world):
    actions.nominate(world.designation, session=world.session_to_come, by=world.people["admin_a"])


def noticed(world):
    until = statuses.today() + timedelta(days=30)
    actions.notify_suspension(world.observer, grounds="Reasons", reply_until=until, by=world.people["curator"])


def suspended(world):
    make.event(world.observer, "suspended", statuses.today())


def examples(world, example):
    """{address: what stands in it, what is sent, and what must be so before}."""
    today = statuses.today().isoformat()
    ours, session = {"reference": world.observer.reference}, {"session": world.session_to_come.reference}
    designation, act = {"designation": world.designation.reference}, {"on": today, "source": "Resolution 1500"}
    notice = ours | {"notice": world.notice.reference}
    until = (statuses.today() + timedelta(days=30)).isoformat()

    def table(_person):
        return {"file": SimpleUploadedFile("table.csv", _TABLE)}

    def seen(person):
        salt = f"observers.history.{person.reference}" if person else "nobody"
        return {"rows": signing.dumps([_ROW], salt=salt)}

    return {
        "observers:observer-detail": example(ours),
        "observers:my-status": example(ours),
        "observers:my-confirmation": example(ours | {"step": 1}, {"is_record_right": "yes"}, asked),
        "observers:my-notice-new": example(ours | {"kind": "name"}, {"value": "A New Name", "effective_on": today}),
        "observers:my-representatives": example(ours, {"name": "B. Person"}),
        "observers:my-representative-end": example(ours | designation),
        "observers:my-nominate": example(ours | session, designation),
        "observers:my-nomination-withdraw": example(ours | session | designation, before=nominated),
        "observers:my-reply": example(ours, {"reply": "Our reply"}, noticed),
        "observers:my-resign": example(ours, {"is_sure": "on"}),
        "observers:staff-observer": example(ours),
        "observers:confirmation-ask": example(ours),
        "observers:confirmation-accept": example(ours, before=sent),
        "observers:confirmation-return": example(ours, {"reason": "Why?"}, sent),
        "observers:notice-assess": example(notice, {"effect": "none"}),
        "observers:suspension-new": example(ours, {"grounds": "Reasons", "reply_until": until}),
        "observers:suspension-decide": example(ours, {"ending": "dropped", "reason": "Why"}, noticed),
        "observers:observer-reinstate": example(ours, act, suspended),
        "observers:observer-withdraw": example(ours, act, suspended),
        "observers:observer-link": example({"reference": world.unlinked.reference}, {"reference": world.b.reference}),
        "observers:observer-history": example(data=table),
        "observers:observer-history-load": example(data=seen),
        "observers:attendance": example({"session": world.session_now.reference}),
        "observers:attendance-csv": example(session),
    }
