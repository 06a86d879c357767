"""What is said about mails: by their reader on her page or by the link of a mail, and by a mail service."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from registry import actions
from registry.forms.mails import MailsForm
from registry.mails import CHOOSABLE, Topic, mail_of
from registry.models import StoppedAddress
from registry.queries.mail_preferences import choices_of

# What a mail service reports in one go is small.
_LARGEST_REPORT = 1_000_000


@login_required
def my_mails(request):
    """How often she is written to about what concerns her, and when not."""
    person, topics = request.user, _topics_of(request.user)
    known = choices_of(person)
    initial = {topic: known[topic] for topic in topics}
    initial |= {"quiet_from": person.quiet_from, "quiet_until": person.quiet_until}
    form = MailsForm(request.POST or None, initial=initial, topics=topics)
    if request.method == "POST" and form.is_valid():
        hours = {name: form.cleaned_data[name] for name in ("quiet_from", "quiet_until")}
        actions.choose_mails(person, choices=form.choices(), **hours, by=person)
        messages.success(request, _("Your choice of mails was saved."))
        return redirect("registry:my-mails")
    context = {"form": form, "stopped": StoppedAddress.objects.of(person.email).first()}
    return render(request, "registry/my_mails.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def write_to_me(request):
    """Mail to her came back, or she complained; now she says that her address is right."""
    stopped = StoppedAddress.objects.of(request.user.email).first()
    if stopped is None:
        raise Http404
    actions.write_again(stopped, by=request.user)
    messages.success(request, _("We write to %(address)s again.") % {"address": stopped.address})
    return redirect("registry:my-mails")


# The link of a mail is the key, and mail programs that stop for their reader send nothing else (RFC 8058).
@csrf_exempt
def stop(request, token):
    """A look shows the page; one click, also that of a mail program, ends the mails. Nobody needs to sign in."""
    message = actions.message_of_token(token)
    if message is None:
        raise Http404
    is_done = request.method == "POST" and actions.stop_mails(token)
    context = {"is_done": is_done, "topic": mail_of(message.kind).topic.label, "has_account": bool(message.recipient)}
    return render(request, "registry/mail_stop.html", context)


# A mail service has no page of ours to send from; its secret is the key.
@csrf_exempt
@require_POST
def report(request):
    """What a mail service says became of our mails. Without a secret in the settings there is no such address."""
    if not (settings.MAIL_REPORTS_VIEW and settings.MAIL_REPORTS_SECRET):
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > _LARGEST_REPORT:
        return HttpResponse(status=413)
    reader = import_string(settings.MAIL_REPORTS_VIEW)()
    reader.setup(request)
    reader.run_validators(request)
    try:
        events = reader.parse_events(request)
    # What each service sends is its own; what its reader cannot make out is not taken, and not sent again and again.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    for event in events:
        actions.take_event(event)
    return HttpResponse()


def _topics_of(person):
    """Those that concern her: of her organization, of systems that she answers for, of her work at IOM."""
    is_staff, is_member = person.is_staff_member(), bool(person.current_memberships())
    concern = {Topic.WORK: is_staff, Topic.SYSTEMS: person.clients.exists()}
    return [topic for topic in CHOOSABLE if concern.get(topic, is_member or not is_staff)]
