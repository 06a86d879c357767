"""What looks unlikely in records: who keeps records looks, puts it right there, or mutes it for a reason."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from registry import actions, policies
from registry.forms.issues import MuteForm
from registry.models.issues import Owner, Severity
from registry.queries import issues as queries
from registry.queries.rules import RULES
from registry.queries.words import words
from registry.states import IssueState
from registry.views.doors import staff_page
from registry.views.records import ask, opened_version, tab_url

PAGE = 50
WEEKS = 12
TABS = {
    "open": (IssueState.OPEN, gettext_lazy("To look at")),
    "muted": (IssueState.MUTED, gettext_lazy("Muted")),
}
SEVERITY_LOOKS = {Severity.MUST: ("bad", "stop"), Severity.SHOULD: ("warn", "warn"), Severity.HINT: ("info", "info")}


@staff_page
def issue_list(request):
    _refuse_who_keeps_nothing(request.user)
    labels = words()
    tab = _chosen(request, "tab", TABS) or "open"
    chosen = {
        "rule": _chosen(request, "rule", RULES),
        "severity": _chosen(request, "severity", Severity.values),
        "owner": _chosen(request, "owner", Owner.values),
        "country": _chosen(request, "country", labels["country"]),
        "mine": _chosen(request, "mine", ["yes"]),
    }
    issues = _narrowed(queries.visible_issues(request.user), chosen, request.user)
    counts = queries.counts(issues)
    shown = queries.with_records(queries.in_order(issues.filter(state=TABS[tab][0])))
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = chosen | {
        "page": page,
        "rows": [_row(issue, request.user) for issue in page.object_list],
        "tab": tab,
        "tabs": [{"name": name, "label": label, "count": counts[state]} for name, (state, label) in TABS.items()],
        "rules": _rule_choices(),
        "severities": Severity.choices,
        "owners": Owner.choices,
        "countries": sorted(labels["country"].items(), key=lambda item: item[1].casefold()),
        "is_narrowed": any(chosen.values()),
    }
    return render(request, "registry/issue_list.html", context)


@staff_page
def trend(request):
    """How many were found and how many settled, week by week, of one rule or of all."""
    _refuse_who_keeps_nothing(request.user)
    rule = _chosen(request, "rule", RULES)
    issues = queries.visible_issues(request.user)
    told = queries.weeks(issues.filter(rule=rule) if rule else issues, number=WEEKS)
    largest = max((max(found, settled) for _week, found, settled in told), default=0) or 1
    context = {
        "rule": rule,
        "rules": _rule_choices(),
        "title": RULES[rule].title if rule else "",
        "rows": [
            {
                "week": week,
                "found": found,
                "settled": settled,
                "found_width": round(100 * found / largest, 1),
                "settled_width": round(100 * settled / largest, 1),
            }
            for week, found, settled in told
        ],
    }
    return render(request, "registry/issue_trend.html", context)


@staff_page
def mute(request, reference):
    issue = _found(request, reference)
    rule = RULES[issue.rule]
    form = MuteForm(request.POST or None)
    form.version = opened_version(request) or issue.version
    return ask(
        request,
        issue.organization,
        form,
        partial(actions.mute_issue, issue, by=request.user, version=form.version),
        current="edit",
        title=_("Mute: %(what)s") % {"what": rule.title},
        text=rule.why,
        button=_("Mute this issue"),
        done=_("The issue is muted. It comes back when what it rests on changes."),
    )


@staff_page
@require_POST
def unmute(request, reference):
    issue = _found(request, reference)
    actions.unmute_issue(issue, by=request.user)
    messages.success(request, _("The issue is open again."))
    return redirect(tab_url("edit", issue.organization))


def issue_notes(organization, user):
    """What stands on the record itself: open ones first, then muted ones with their reason."""
    if not policies.may_read_issues(user):
        return []
    rows = []
    for issue in queries.issues_of(organization, user=user):
        issue.organization = organization
        rows.append(_row(issue, user))
    return sorted(rows, key=lambda row: row["is_muted"])


def _row(issue, user):
    rule = RULES[issue.rule]
    tone, icon = SEVERITY_LOOKS[rule.severity]
    return {
        "issue": issue,
        "rule": rule,
        "severity": {"tone": tone, "icon": icon, "label": rule.severity.label},
        "owner": rule.owner.label,
        "url": tab_url(rule.part, issue.organization),
        "is_muted": issue.state == IssueState.MUTED,
        "can_mute": policies.may_mute_issue(user, issue),
    }


def _narrowed(issues, chosen, user):
    if chosen["rule"]:
        issues = issues.filter(rule=chosen["rule"])
    if chosen["severity"]:
        issues = queries.of_severity(issues, chosen["severity"])
    if chosen["owner"]:
        issues = queries.of_owner(issues, chosen["owner"])
    if chosen["country"]:
        issues = queries.in_country(issues, chosen["country"])
    return queries.mine(issues, user) if chosen["mine"] else issues


def _found(request, reference):
    _refuse_who_keeps_nothing(request.user)
    issues = queries.visible_issues(request.user).select_related("organization__hq_country")
    issue = get_object_or_404(issues, reference=reference)
    if not policies.may_mute_issue(request.user, issue):
        raise PermissionDenied
    return issue


def _refuse_who_keeps_nothing(user):
    if not policies.may_read_issues(user):
        raise PermissionDenied


def _chosen(request, name, known):
    value = request.GET.get(name, "")
    return value if value in known else ""


def _rule_choices():
    return sorted(((code, rule.title) for code, rule in RULES.items()), key=lambda item: str(item[1]).casefold())
