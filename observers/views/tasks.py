"""The list of tasks as its page shows it: each with its address, its words and its documents; and what follows."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from observers.models import Round
from observers.queries import timeline
from observers.queries.clock import database_now, day_in
from observers.queries.evidence import fitting, held_documents, own_documents
from observers.queries.readiness import (
    COMPLETED,
    IN_PROGRESS,
    NOT_STARTED,
    NOT_YET,
    OPTIONAL,
    QUESTION,
    document_problem,
    readiness,
)
from observers.states import ApplicationState, Side
from registry.importers.documents import EXTENSIONS

# How long before the day a document counts as expiring.
SOON_DAYS = 60
# The look of a status: tone and icon of its tag. "Completed" is a word without colour, so that the rest stands out.
_LOOKS = {IN_PROGRESS: ("info", ""), NOT_STARTED: ("", ""), QUESTION: ("warn", "chat")}


def page_of_tasks(application):
    """Everything on the page of one application, but for who may do what."""
    ready = readiness(application)
    return {
        "ready": ready,
        "record_task": _row(application, ready.record, "record"),
        **_criterion_tasks(application, ready),
        "from_record": ready.from_record,
        "last_tasks": _last_tasks(application, ready),
        "open_tasks": open_tasks(application, ready),
        "questions": open_round(application),
        "deadline": deadline(application),
        "saved": application.answers.order_by("-updated_at").first(),
        **what_happens_next(application),
    }


def next_url(application, *, one_by_one=False):
    """Where "Save and continue" leads: the first task that waits for this organization, else the check.

    Criteria for which IOM holds a document are confirmed on one page, unless `one_by_one`.
    """
    ready = readiness(application)
    waiting = open_tasks(application, ready)
    if not waiting:
        return _url(application, "check")
    to_confirm = {held.answer.criterion for held in held_documents(application) if not held.is_shown}
    if not one_by_one and waiting[0]["criterion"] in to_confirm:
        return _url(application, "documents")
    return waiting[0]["url"]


def open_tasks(application, ready):
    """What is left to do, in the order of the list; the check itself is not among it."""
    rows = [_row(application, ready.record, "record")]
    rows += [_row(application, task, "criterion", task.answer.criterion.code) for task in ready.criteria]
    rows += _last_tasks(application, ready)[:-1]
    return [row for row in rows if row["status"] not in (COMPLETED, OPTIONAL)]


def _criterion_tasks(application, ready):
    """The criteria; those for which IOM holds a document stand together behind the page that confirms all of them.

    One with a problem keeps its own row, so that the problem is seen.
    """
    rows = _criterion_rows(application, ready)
    held = held_documents(application) if application.is_writable else []
    if not held:
        return {"criterion_tasks": rows}
    together = {one.answer.criterion for one in held}
    hidden = [row for row in rows if row["criterion"] in together and not row["problem"]]
    return {
        "documents_task": _documents_row(application, held),
        "held_tasks": hidden,
        "criterion_tasks": [row for row in rows if row not in hidden],
    }


def _documents_row(application, held):
    left = sum(not one.is_shown for one in held)
    status = COMPLETED if not left else IN_PROGRESS if left < len(held) else NOT_STARTED
    return {
        "name": _("Documents IOM already holds"),
        "slug": "documents",
        "url": _url(application, "documents"),
        "words": status_words()[status],
        "tone": _LOOKS.get(status, ("", ""))[0],
        "is_plain": status == COMPLETED,
    }


def _last_tasks(application, ready):
    rows = [_row(application, ready.declaration, "declaration")] if ready.declaration else []
    rows.append(_row(application, ready.signature, "signature"))
    return [*rows, _check_row(application, ready)]


def _check_row(application, ready):
    """Nothing to be done while it is with IOM: then the row leads to what was sent."""
    can_open = ready.can_sign or not application.is_writable
    name = _("Check your answers and send") if application.is_writable else _("What you have sent")
    return {
        "name": name,
        "slug": "check",
        "url": _url(application, "check") if can_open else "",
        "status": NOT_STARTED if can_open else NOT_YET,
        "words": "" if not application.is_writable else status_words()[NOT_STARTED if can_open else NOT_YET],
        "text": "" if can_open else _("Opens when the other tasks are completed."),
        "tone": "",
    }


def _criterion_rows(application, ready):
    """Each criterion; where nothing is shown yet and what the record holds has expired, that is named."""
    documents = list(own_documents(application)) if application.is_writable else []
    rows = []
    for task in ready.criteria:
        row = _row(application, task, "criterion", task.answer.criterion.code)
        if row["criterion"].needs_document and not task.documents:
            row["problem"] = _what_is_wrong(row["criterion"], documents)
        rows.append(row)
    return rows


def _what_is_wrong(criterion, documents):
    """Why none of the documents of the record holds for a criterion, or nothing."""
    problems = [document_problem(criterion, document) for document in fitting(criterion, documents)]
    return problems[0] if all(problems) and problems else ""


def _row(application, task, page, *keys):
    tone, icon = _LOOKS.get(task.status, ("", ""))
    criterion = task.answer.criterion if task.answer else None
    return {
        "name": task.name,
        "slug": criterion.code if criterion else page,
        "url": _url(application, page, *keys),
        "status": task.status,
        "words": status_words()[task.status],
        "tone": tone,
        "icon": icon,
        "is_plain": task.status in (COMPLETED, OPTIONAL),
        "criterion": criterion,
        "problem": task.problem if task.status != NOT_STARTED else "",
        "documents": [row for document in task.documents if _has_a_day(row := document_row(document))],
    }


def _has_a_day(row):
    """Whether the day of a document has come or is near: only then the list speaks of it."""
    return row["is_expired"] or row["is_expiring"]


def status_words():
    return {
        COMPLETED: _("Completed"),
        IN_PROGRESS: _("In progress"),
        NOT_STARTED: _("Not yet started"),
        OPTIONAL: _("Optional"),
        QUESTION: _("Question from IOM"),
        NOT_YET: _("Cannot start yet"),
    }


def document_row(document, *, on=None):
    """A document with its type and how it stands with its day."""
    on = on or timezone.localdate()
    left = (document.expires_on - on).days if document.expires_on else None
    return {
        "document": document,
        "type": EXTENSIONS[document.media_type].upper(),
        "is_expired": left is not None and left < 0,
        "is_expiring": left is not None and 0 <= left <= SOON_DAYS,
    }


def open_round(application):
    """The questions that wait for answers, if any."""
    if application.state != ApplicationState.CLARIFICATION:
        return None
    return Round.objects.filter(
        application=application, sent_at__isnull=False, answered_at=None, closed_at=None
    ).first()


def deadline(application):
    """Until when the organization has to do something: the session's deadline, or that of its turn."""
    session, turn = application.session, timeline.current_turn(application)
    if application.state == ApplicationState.DRAFT:
        due_at, zone = (session.closes_at, session.zone) if session else (None, "")
    elif turn and turn.side == Side.APPLICANT:
        due_at, zone = turn.due_at, "Europe/Zurich"
    else:
        return None
    now = database_now()
    days = (day_in(due_at, zone) - day_in(now, zone)).days if due_at else None
    return {
        "due_at": due_at,
        "zone": zone,
        "days": days,
        "is_over": bool(due_at and now > due_at),
        "is_soon": bool(due_at and now <= due_at and days <= 7),
        "session": session,
        "is_draft": application.state == ApplicationState.DRAFT,
    }


def what_happens_next(application):
    spent = timeline.time_on_each_side(application)
    return {
        "road": timeline.road(application),
        "stretches": timeline.stretches(application),
        "sides": [
            {"label": label, "days": spent[side].days}
            for side, label in (
                (Side.APPLICANT, _("With your organization")),
                (Side.IOM, _("With IOM")),
                (Side.COUNCIL, _("With the Council")),
            )
            if spent[side] or side != Side.COUNCIL
        ],
    }


def _url(application, page, *keys):
    return reverse(f"observers:application-{page}", args=[application.reference, *keys])
