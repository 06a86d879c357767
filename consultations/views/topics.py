"""Topics: what members propose and support for their organization, what organizers keep."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations import actions, policies
from consultations.forms.topics import TopicDecisionForm, TopicForm
from consultations.models import Topic
from consultations.queries import mine, topics
from consultations.states import OPEN, TopicState
from consultations.views.editions import public_edition
from consultations.views.organize import found, permitted
from consultations.views.own_acts import act, led_back
from consultations.views.tabs import tabs
from registry.views.acts import ask, attempt
from registry.views.doors import staff_page

T = TopicState

# --- Members ------------------------------------------------------------------------------------------------------


@require_safe
@login_required
def my_topics(request, slug):
    """What my organization proposed, and what others did; `organization` says for which one, if I act for several."""
    consultation, organization, organizations = _mine(request, slug)
    rows = topics.for_member(consultation, organization)
    context = {
        "consultation": consultation,
        "organization": organization,
        "organizations": organizations,
        "own": [row for row in rows if row.is_own],
        "others": [row for row in rows if not row.is_own],
        "takes_topics": topics.takes_topics(consultation),
        "may_propose": policies.may_propose_topics(request.user, organization),
    }
    return render(request, "consultations/my_topics.html", context)


@login_required
def propose(request, slug):
    consultation, organization, _organizations = _writing(request, slug)
    form = TopicForm(request.POST or None, initial={"language": (get_language() or "en")[:2]})
    done = _("Your topic is proposed. Other organizations can support it; IOM decides which topics are kept.")
    verb = partial(actions.propose_topic, consultation, organization, by=request.user)
    tried = attempt(request, form, verb, done=done)
    if tried.refused and _is_proposed(consultation, organization, form.cleaned_data):
        messages.success(request, done)
        return redirect(_page_of(consultation, organization))
    if tried.is_done:
        return redirect(_page_of(consultation, organization))
    context = {"consultation": consultation, "organization": organization, "form": form}
    return render(request, "consultations/my_topic_form.html", context, status=tried.status)


@led_back("consultations:my-topics", "slug")
@login_required
def withdraw(request, slug, reference):
    consultation, organization, _organizations = _writing(request, slug)
    topic = get_object_or_404(organization.topics, consultation=consultation, reference=reference)
    return act(
        request,
        partial(actions.withdraw_topic, topic, by=request.user),
        back=_page_of(consultation, organization),
        done=_("The topic is withdrawn."),
        is_done=organization.topics.filter(pk=topic.pk, state=T.WITHDRAWN).exists,
    )


@led_back("consultations:my-topics", "slug")
@login_required
def support(request, slug, reference):
    consultation, organization, _organizations = _writing(request, slug)
    topic = _readable(consultation, organization, reference)
    return act(
        request,
        partial(actions.support_topic, topic, organization, by=request.user),
        back=_page_of(consultation, organization),
        done=_("Your organization supports this topic."),
        is_done=topic.supports.filter(organization=organization).exists,
    )


@led_back("consultations:my-topics", "slug")
@login_required
def end_support(request, slug, reference):
    consultation, organization, _organizations = _writing(request, slug)
    topic = _readable(consultation, organization, reference)
    return act(
        request,
        partial(actions.end_topic_support, topic, organization, by=request.user),
        back=_page_of(consultation, organization),
        done=_("Your organization does not support this topic any more."),
        is_done=lambda: not topic.supports.filter(organization=organization).exists(),
    )


def _mine(request, slug):
    """The edition, the organization for which I act on this page, and all for which I do."""
    consultation = public_edition(slug)
    organizations = mine.named_organizations_of(request.user)
    wanted = request.GET.get("organization") or (organizations[0].reference if organizations else "")
    organization = next((one for one in organizations if one.reference == wanted), None)
    if organization is None:
        raise Http404
    return consultation, organization, organizations


def _writing(request, slug):
    consultation, organization, organizations = _mine(request, slug)
    if not policies.may_propose_topics(request.user, organization):
        raise PermissionDenied
    return consultation, organization, organizations


def _readable(consultation, organization, reference):
    """A topic that she reads on her page: of her own organization, or of another one that is shown."""
    shown = Topic.objects.shown_to_others() | organization.topics.all()
    return get_object_or_404(shown.filter(consultation=consultation), reference=reference)


def _is_proposed(consultation, organization, cleaned):
    """The same topic, word for word, is proposed already: the form was sent twice."""
    return organization.topics.filter(consultation=consultation, state=T.PROPOSED, **cleaned).exists()


def _page_of(consultation, organization):
    address = reverse("consultations:my-topics", args=[consultation.slug])
    return f"{address}?organization={organization.reference}"


# --- Staff --------------------------------------------------------------------------------------------------------


@require_safe
@staff_page
def staff_topics(request, reference):
    consultation = found(reference)
    context = {
        "consultation": consultation,
        "rows": topics.for_staff(consultation, request.user),
        "takes_topics": topics.takes_topics(consultation),
        "may_decide": policies.may_manage_consultations(request.user) and consultation.state in OPEN,
        "tabs": tabs(consultation, request.user, current="staff-topics"),
    }
    return render(request, "consultations/staff_topics.html", context)


@staff_page
def keep(request, reference, topic):
    return _decide(
        request,
        reference,
        topic,
        act=actions.keep_topic,
        title=_("Keep the topic"),
        text=_("Everybody reads the topic and your reason from then on. The organization is told by e-mail."),
        done=_("The topic is kept and public. Who proposed it is told."),
    )


@staff_page
def leave_out(request, reference, topic):
    return _decide(
        request,
        reference,
        topic,
        act=actions.leave_topic_out,
        title=_("Do not keep the topic"),
        text=_("The organization that proposed it is told by e-mail and reads your reason. The public does not."),
        done=_("The topic is not kept. Who proposed it is told."),
    )


def _decide(request, reference, topic, *, act, title, text, done):
    permitted(request)
    consultation = found(reference)
    known = consultation.topics.visible_to(request.user).select_related("consultation", "organization")
    topic = get_object_or_404(known, reference=topic)
    overview = reverse("consultations:staff-consultation", args=[reference])
    back = reverse("consultations:staff-topics", args=[reference])
    return ask(
        request,
        TopicDecisionForm(request.POST or None),
        partial(act, topic, by=request.user),
        crumbs=[
            (overview, consultation.name),
            (back, _("Topics")),
        ],
        title=title,
        text=f"“{topic.title}”. {text}",
        button=title,
        done=done,
    )
