"""What stands on the page of a file for one reader: what she may do now, and the one thing to do first."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from observers import policies
from observers.forms.findings import FindingForm
from observers.forms.reviews import DeclarationForm, NoteForm, SettleForm
from observers.models import Recommendation
from observers.queries.assessments import assessments, documents_of, my_review
from observers.queries.clock import database_now, day_in, working_days_between
from observers.queries.file_log import slips, timeline
from observers.queries.reviewers import seats
from observers.queries.reviews import are_readable, reviews_of
from observers.queries.times import day_of_clock, spent
from observers.states import ApplicationState, ReviewState
from observers.views.looks import application_look, outcome_look, verdict_look

S = ApplicationState
# Of the timeline; all of it is in the log.
EVENTS = 8


def page_context(user, application, *, opened="", form=None, theirs=None, settling=None, note=None, declaration=None):
    """Everything on the page; `form`, `settling`, `note`, `declaration` are forms that came back with problems."""
    looked = assessments(application, user)
    review = my_review(application, user)
    readable = are_readable(application)
    can_find = policies.may_find(user, application)
    documents = documents_of(application) if can_find else None
    rows = [
        _row(one, user, application, readable=readable, review=review, documents=documents, opened=opened, form=form)
        for one in looked
    ]
    if settling:
        for row in rows:
            if row["code"] == opened:
                row["settle_form"] = settling
    turns = list(application.turns.all())
    turn = next((turn for turn in turns if turn.ended_at is None), None)
    now = database_now()
    collected = application.rounds.filter(sent_at=None, answered_at=None, closed_at=None).first()
    standing = Recommendation.objects.filter(application=application, cycle=application.cycle, returned_at=None).first()
    context = {
        "application": application,
        "organization": application.organization,
        "look": application_look(application.state),
        "rows": rows,
        "opened": opened,
        "theirs": theirs and theirs | {"look": verdict_look(theirs["verdict"]) if theirs.get("verdict") else None},
        "problem_form": next((one for one in (form, settling, note, declaration) if one is not None), None),
        "review": review,
        "is_readable": readable,
        "assessed": sum(one.mine is not None for one in looked),
        "seats": seats(application, user),
        "day": day_of_clock(application, turns, now),
        "turn": turn,
        "days_left": _days_left(turn, now),
        "today": day_in(now),
        "is_late": bool(turn and turn.due_at and turn.due_at < now),
        "spent": spent([application.pk])[application.pk],
        "events": timeline(application, user)[:EVENTS],
        "slips": list(slips(application)[:3]),
        "opinions": application.opinions.select_related("unit").order_by("-asked_at", "-pk"),
        "notes": _notes(application, user),
        "note_form": note or NoteForm(),
        "declaration_form": declaration or DeclarationForm(initial={"says": "none"}),
        "collected": collected,
        "collected_questions": collected.questions.select_related("criterion").order_by("pk") if collected else [],
        "needs_extra_reason": bool(collected and collected.number > application.criteria_set.rounds),
        "recommendation": standing,
        "disagreements": [row for row in rows if row["differs"]],
    } | _may(user, application, standing)
    return context | {"next_step": _next_step(context)}


def _row(one, user, application, *, readable, review, documents, opened, form):
    """One criterion with its tag, its forms, and what of the findings this reader may see."""
    code = one.criterion.code
    differs = bool(one.found and one.found.differs and not one.found.settlement)
    row = {
        "code": code,
        "one": one,
        "criterion": one.criterion,
        "tag": _tag(one, differs=differs, is_reviewing=review is not None),
        "check_look": outcome_look(one.check.outcome) if one.check else None,
        "is_open": code == opened,
        "differs": differs,
        "both": _both(one) if readable else [],
        "settled": one.found and one.found.settlement,
        "settled_look": verdict_look(one.found.settlement.verdict) if one.found and one.found.settlement else None,
        "earlier_look": verdict_look(one.earlier.verdict) if one.earlier and one.earlier.verdict else None,
        "mine_look": verdict_look(one.mine.verdict) if one.mine else None,
    }
    if documents is not None:
        rows = one.check.rows if one.check else []
        row["form"] = form if form is not None and code == opened else None
        if row["form"] is None:
            row["form"] = FindingForm(code=code, documents=documents, rows=rows, finding=one.mine)
    if differs and policies.may_settle(user, application):
        row["settle_form"] = SettleForm(auto_id=f"settle-{code}-%s")
    return row


def _tag(one, *, differs, is_reviewing):
    """The word at the end of the line of a criterion."""
    if differs:
        return {"tone": "warn", "icon": "users", "label": _("The reviewers differ")}
    if one.found:
        return verdict_look(one.found.verdict) if one.found.verdict else None
    if one.mine:
        return verdict_look(one.mine.verdict)
    if one.is_waiting:
        return {"tone": "info", "icon": "chat", "label": _("Waiting for answer")}
    return {"tone": "line", "icon": "", "label": _("Not assessed")} if is_reviewing else None


def _both(one):
    return [{"finding": finding, "look": verdict_look(finding.verdict)} for finding in one.found.findings]


def _may(user, application, standing):
    """What this reader may do now; the verbs ask again."""
    manages = policies.may_manage_application(user, application)
    return {
        "can_take": application.state == S.SUBMITTED and policies.may_screen(user, application),
        "can_screen": application.state == S.SCREENING and policies.may_screen(user, application),
        "can_return": not application.turns.filter(state=S.INCOMPLETE).exists(),
        "can_manage": manages,
        "can_assign": policies.may_assign(user, application),
        "can_find": policies.may_find(user, application),
        "can_ask": policies.may_ask(user, application),
        "can_close_round": manages and application.state == S.CLARIFICATION,
        "can_close": manages and application.state in (S.INCOMPLETE, S.CLARIFICATION, S.DEFERRED),
        "can_resume": manages and application.state == S.DEFERRED,
        "can_ask_opinion": application.state in (S.SCREENING, S.IN_REVIEW, S.CLARIFICATION, S.READY)
        and policies.may_ask_opinion(user, application),
        "can_translate": policies.may_translate(user, application) and application.is_open,
        "can_settle": policies.may_settle(user, application),
        "can_recommend": policies.may_recommend(user, application) and standing is None,
        "can_sign": policies.may_recommend(user, application)
        and standing is not None
        and standing.agreed_at is None
        and standing.signed_by_id != user.pk,
        "can_move_date": manages and application.is_open,
    }


def _next_step(page):
    """{label, url or form, is_post, why}: the one thing to do first, or why there is nothing to do now."""
    application, review = page["application"], page["review"]
    if page["can_take"]:
        return _post(
            "review-screen", application, _("Take this file"), _("Whoever takes it checks that it is complete.")
        )
    if page["can_screen"]:
        return _post(
            "review-complete", application, _("Pass it on as complete"), _("Everything is there, readable and in date.")
        )
    if review and review.state == ReviewState.OPEN:
        return _step_of_reviewer(page)
    if page["can_sign"]:
        return _look("recommend", application, _("Read the recommendation"), _("A colleague signed it. You can agree."))
    if page["can_recommend"]:
        return _look("recommend", application, _("Write the recommendation"), _("Both reviews are in."))
    if page["disagreements"] and page["can_settle"]:
        return _settle_step(page)
    if page["can_assign"] and any(seat.review is None for seat in page["seats"]):
        return _look("review-assign", application, _("Choose a reviewer"), _("Two people review each application."))
    return {"why": _waiting(page)}


def _step_of_reviewer(page):
    application, left = page["application"], [row["code"] for row in page["rows"] if row["one"].mine is None]
    if left:
        why = ngettext(
            "%(n)s criterion left before you can hand in.", "%(n)s criteria left before you can hand in.", len(left)
        ) % {"n": len(left)}
        after = left[left.index(page["opened"]) + 1 :] if page["opened"] in left else left
        code = (after or left)[0]
        url = reverse("observers:review-finding", args=[application.reference, code]) + f"#c-{code}"
        return {"label": _("Next criterion"), "url": url, "why": why}
    if application.state != S.IN_REVIEW:
        return {"why": _("You can hand in when the organization has answered.")}
    why = _("All criteria are assessed. When you hand in, your findings count.")
    return _post("review-hand-in", application, _("Hand in your review"), why)


def _settle_step(page):
    row = page["disagreements"][0]
    url = reverse("observers:review-finding", args=[page["application"].reference, row["code"]])
    n = len(page["disagreements"])
    why = ngettext("The reviewers differ on %(n)s criterion.", "The reviewers differ on %(n)s criteria.", n) % {"n": n}
    return {"label": _("Settle the next difference"), "url": f"{url}#c-{row['code']}", "why": why}


def _waiting(page):
    application, review = page["application"], page["review"]
    if application.state in (S.INCOMPLETE, S.CLARIFICATION):
        return _("It is the organization’s turn. IOM’s clock stands still.")
    if application.state == S.IN_REVIEW and review:
        return _("Your review is handed in. Nobody reads it before the other one is in.")
    return {
        S.SUBMITTED: _("Somebody has to take this file."),
        S.SCREENING: _("The completeness check is on."),
        S.IN_REVIEW: _("The review is on. Nobody reads a finding before both reviews are in."),
        S.READY: _("The recommendation waits for a second person."),
        S.RECOMMENDED: _("Recommended by two people. It waits for the agenda of a session."),
        S.WITH_COUNCIL: _("It stands on the agenda of a session of the Council."),
        S.DEFERRED: _("The Council deferred it."),
    }.get(application.state, _("This application is over. Nothing can be changed."))


def _post(name, application, label, why):
    return {"label": label, "url": reverse(f"observers:{name}", args=[application.reference]), "why": why, "post": True}


def _look(name, application, label, why):
    return {"label": label, "url": reverse(f"observers:{name}", args=[application.reference]), "why": why}


def _days_left(turn, now):
    """Working days until it is due; None when it is not, or is late."""
    if turn is None or turn.due_at is None or turn.due_at < now:
        return None
    return working_days_between(now, turn.due_at)


def _notes(application, user):
    """Words among staff; those of who reviews it only when both reviews are in, for they would tell what she found."""
    notes = application.staff_notes.select_related("by").order_by("-at", "-pk")
    if are_readable(application):
        return notes
    reviewing = reviews_of(application).exclude(reviewer=user).values("reviewer")
    return notes.exclude(by__in=reviewing)
