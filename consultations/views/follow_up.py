"""What became of it, for everybody: of one edition, across years, and where the next edition begins."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from consultations.forms.follow_up import FollowUpFilter
from consultations.models import Consultation, Recommendation
from consultations.queries import follow_up
from consultations.queries.mine import organizations_of
from consultations.views.editions import public_edition
from registry.policies import may_read_staff_pages

PAGE = 50


@require_safe
def of_edition(request, slug):
    consultation = public_edition(slug)
    context = {"consultation": consultation, "is_published": consultation.recommendations_published_at is not None}
    if context["is_published"]:
        all_of_it = consultation.recommendations.all()
        context |= _asked(request, all_of_it, ("number",), of_one_edition=True)
        context["can_follow"] = request.user.is_authenticated and bool(organizations_of(request.user))
    return render(request, "consultations/follow_up.html", context)


@require_safe
def recommendation_list(request):
    order = ("-consultation__starts_on", "-consultation", "number")
    return render(
        request, "consultations/recommendation_list.html", _asked(request, Recommendation.objects.all(), order)
    )


@require_safe
def opening(request, slug):
    """The page with which an edition begins; staff read it before the edition is public."""
    is_staff = may_read_staff_pages(request.user)
    editions = Consultation.objects.all() if is_staff else Consultation.objects.public()
    consultation = get_object_or_404(editions.select_related("copied_from"), slug=slug)
    earlier = follow_up.earlier_edition(consultation)
    if earlier is None or (earlier.published_at is None and not is_staff):
        raise Http404
    context = {"consultation": consultation, "earlier": earlier, "on": follow_up.today()}
    if earlier.recommendations_published_at:
        found = follow_up.told_publicly(earlier.recommendations.all()).order_by("number")
        context["standing"] = follow_up.standing(found, on=context["on"])
    return render(request, "consultations/opening.html", context)


def _asked(request, recommendations, order, *, of_one_edition=False):
    on = follow_up.today()
    form = FollowUpFilter(request.GET, of_one_edition=of_one_edition)
    found = form.filtered(follow_up.told_publicly(recommendations), on=on).order_by(*order)
    return {
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "on": on,
        "is_asked": any(request.GET.get(name) for name in form.fields),
    }
