"""What an organization leads and follows: its members report what was done, and are told of each change."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations import actions, policies
from consultations.forms.follow_up import OwnReportForm
from consultations.models import Consultation, Recommendation, RecommendationSubscription
from consultations.queries import follow_up, mine
from consultations.views.editions import public_edition
from consultations.views.own_acts import act, led_back
from registry.models import Organization
from registry.views.acts import ask_member
from registry.views.doors import own_organization


@require_safe
@login_required
def own(request, slug):
    """Of one edition: what her organizations lead, and what they follow or can follow."""
    consultation = public_edition(slug)
    ours = mine.named_organizations_of(request.user)
    if not ours:
        raise Http404
    led = consultation.recommendations.filter(leads__in=ours).distinct()
    public = consultation.recommendations.public()
    followed = set(
        RecommendationSubscription.objects.filter(
            recommendation__consultation=consultation, organization__in=ours
        ).values_list("recommendation", "organization")
    )
    context = {
        "consultation": consultation,
        "on": follow_up.today(),
        "led": [_led(one, ours, request.user) for one in _told(led, ours)],
        "rows": [_followed(one, ours, followed, request.user) for one in _told(public, ours)],
        "is_published": consultation.recommendations_published_at is not None,
    }
    return render(request, "consultations/own_follow_up.html", context)


@login_required
def report(request, slug, recommendation, organization):
    organization = own_organization(request, organization, policies.may_act_for)
    one = get_object_or_404(
        organization.recommendations_led.select_related("consultation"),
        reference=recommendation,
        consultation__in=Consultation.objects.public().filter(slug=slug),
    )
    form = OwnReportForm(request.POST or None, organization=organization, initial={"language": get_language()[:2]})
    return ask_member(
        request,
        organization,
        form,
        partial(actions.report_action, one, organization=organization, by=request.user),
        current="",
        back=reverse("consultations:my-follow-up", args=[slug]),
        title=_("Report what was done"),
        text=one.text,
        done=_("Your report was added."),
    )


@led_back("consultations:my-follow-up", "slug")
@login_required
def follow(request, slug, recommendation, organization):
    one, organization = _to_follow(request, slug, recommendation, organization)
    return act(
        request,
        partial(actions.follow_recommendation, one, organization=organization, by=request.user),
        back=reverse("consultations:my-follow-up", args=[slug]),
        done=_("Your organization is told of each change by e-mail."),
    )


@led_back("consultations:my-follow-up", "slug")
@login_required
def unfollow(request, slug, recommendation, organization):
    one, organization = _to_follow(request, slug, recommendation, organization)
    return act(
        request,
        partial(actions.unfollow_recommendation, one, organization=organization, by=request.user),
        back=reverse("consultations:my-follow-up", args=[slug]),
        done=_("Your organization is not told of it any more."),
    )


def _to_follow(request, slug, recommendation, organization):
    organization = own_organization(request, organization, policies.may_act_for)
    public = Recommendation.objects.public().filter(consultation__slug=slug)
    return get_object_or_404(public, reference=recommendation), organization


def _told(recommendations, ours):
    """As the public reads them, and her own organizations, whether or not anybody else may know of them."""
    known = Organization.objects.named_publicly().values("pk")
    ours = [one.pk for one in ours]
    organizations = Organization.objects.filter(pk__in=known) | Organization.objects.filter(pk__in=ours)
    return follow_up.told(recommendations, organizations=organizations).order_by("number")


def _led(one, ours, user):
    leads = {lead.pk for lead in one.known_leads}
    can_report = one.state in ("assigned", "answered", "in_progress")
    return {
        "one": one,
        "reporters": [lead for lead in ours if lead.pk in leads and can_report and policies.may_act_for(user, lead)],
    }


def _followed(one, ours, followed, user):
    return {
        "one": one,
        "organizations": [
            {"organization": organization, "follows": (one.pk, organization.pk) in followed}
            for organization in ours
            if policies.may_act_for(user, organization)
        ],
    }
