"""The front of applying, open to everybody: what it is, the criteria, and a check before any account."""

from django.shortcuts import redirect, render

from observers.forms.criteria import SelfCheckForm
from observers.models import CouncilSession, CriteriaSet
from observers.queries.clock import database_now
from observers.queries.criteria import documents_to_prepare, in_order

# Where the answers of the self-check wait until the person starts an application.
SELF_CHECK = "observers.self-check"
# Where IOM itself says what the page says.
SOURCES = {
    "status": "https://www.iom.int/csos-observer-status",
    "rules": "https://www.iom.int/rules-procedure-council",
}


def apply(request):
    """What observer status is, who can apply, the steps, the dates, what to have at hand."""
    criteria_set, criteria = _live()
    now = database_now()
    sessions = CouncilSession.objects.of_council().filter(ends_on__gte=now.date())
    context = {
        "criteria_set": criteria_set,
        "criteria": criteria,
        "documents": documents_to_prepare(criteria),
        "sources": SOURCES,
        "session": CouncilSession.objects.open_for_applications(at=now).first(),
        "next_opening": sessions.filter(opens_at__gt=now).order_by("opens_at", "pk").first(),
    }
    return render(request, "observers/front_apply.html", context)


def criteria(request):
    criteria_set, criteria = _live()
    return render(request, "observers/front_criteria.html", {"criteria_set": criteria_set, "criteria": criteria})


def self_check(request):
    """One question a criterion. The answers stay in the session and go into a draft when one is started."""
    criteria_set, criteria = _live()
    asked = [criterion for criterion in criteria if criterion.in_self_check]
    if not asked:
        return render(request, "observers/front_self_check.html", {"criteria_set": None})
    form = SelfCheckForm(request.POST or None, criteria=asked, initial=_answers(request, criteria_set))
    if request.method == "POST" and form.is_valid():
        request.session[SELF_CHECK] = {"set": criteria_set.reference, "answers": form.answers()}
        return redirect("observers:self-check-result")
    context = {"criteria_set": criteria_set, "form": form, "rows": form.rows()}
    return render(request, "observers/front_self_check.html", context, status=422 if form.errors else 200)


def self_check_result(request):
    """What speaks for the organization, what is missing and how to get it. Never a verdict."""
    criteria_set, criteria = _live()
    answers = _answers(request, criteria_set)
    if not answers:
        return redirect("observers:self-check")
    told = {answer: [c for c in criteria if answers.get(c.code) == answer] for answer in ("yes", "no", "unsure")}
    context = {
        "criteria_set": criteria_set,
        "told": told,
        "documents": documents_to_prepare(criteria),
        "session": CouncilSession.objects.open_for_applications(at=database_now()).first(),
    }
    return render(request, "observers/front_self_check_result.html", context)


def _live():
    criteria_set = CriteriaSet.objects.live()
    return criteria_set, in_order(criteria_set) if criteria_set else []


def _answers(request, criteria_set):
    """What this person answered before, unless it was about another set."""
    kept = request.session.get(SELF_CHECK, {})
    return kept.get("answers", {}) if criteria_set and kept.get("set") == criteria_set.reference else {}
