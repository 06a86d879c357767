"""The addresses to which nothing is sent any more, for who reads the messages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registry import actions, policies
from registry.models import StoppedAddress
from registry.views.doors import staff_page

PAGE = 50


@require_safe
@staff_page
def stopped_list(request):
    if not policies.may_read_messages(request.user):
        raise PermissionDenied
    found = StoppedAddress.objects.standing().select_related("bounce__message").order_by("-created_at", "-pk")
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "can_write_again": policies.may_retry_messages(request.user),
    }
    return render(request, "registry/stopped_address_list.html", context)


@require_POST
@staff_page
def write_again(request, reference):
    if not policies.may_read_messages(request.user):
        raise PermissionDenied
    stopped = get_object_or_404(StoppedAddress, reference=reference)
    if not policies.may_retry_messages(request.user):
        raise PermissionDenied
    actions.write_again(stopped, by=request.user)
    messages.success(request, _("We write to %(address)s again.") % {"address": stopped.address})
    return redirect("registry:stopped-address-list")
