"""Systems of partners that read the API: their owner's pages, and the staff's."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from registry.models import Client


@login_required
def detail(request, reference):
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("owner"), reference=reference)
    now = timezone.now()
    keys = [{"key": key, "is_live": key.is_live(at=now)} for key in client.keys.order_by("-created_at")]
    return render(request, "registry/client_detail.html", {"client": client, "keys": keys})
