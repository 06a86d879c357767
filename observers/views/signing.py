"""The signature of the head: asked for by a member, given by a link, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from observers import actions
from observers.forms.applications import SignatureForm, SignatureRequestForm
from observers.queries.dossiers import shown_content
from observers.queries.readiness import readiness, signature_of
from observers.queries.snapshots import canonical, sha256_of, snapshot
from observers.views.applicant import mine, shared, to_write
from registry.errors import Refused
from registry.models import Contact, Document
from registry.views.files import stored


@login_required
def ask(request, reference):
    """Ask the head, see whether she has signed, ask again."""
    application = to_write(request, reference) if request.method == "POST" else mine(request, reference)
    form = SignatureRequestForm(request.POST or None, initial=_head_of(application))
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_signature(application, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The link is on its way to the head of your organization."))
            return redirect("observers:application-signature", reference)
    context = shared(request, application) | {
        "form": form,
        "ready": readiness(application),
        "asked": signature_of(application),
    }
    return render(request, "observers/application_signature.html", context, status=422 if form.errors else 200)


# The link itself is the proof of who acts, no cookie is: another site that does not know it has nothing to post to.
@csrf_exempt
@never_cache
def sign(request, token):
    """Read what will be sent, type your name, sign. Looking uses nothing up; unknown and used links look the same."""
    signature = actions.signature_for(token)
    response = _gone(request) if signature is None else _reading(request, signature, token)
    # The address is a secret: no other site, and no log of ours, is told where somebody came from.
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@require_safe
def document(request, token, document):
    """A document that the head is asked to sign for, as long as the link is good and it is shown."""
    signature = actions.signature_for(token)
    if signature is None:
        return _gone(request)
    shown = Document.objects.filter(pk__in=signature.application.answers.values("documents"))
    response = stored(get_object_or_404(shown, reference=document))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _gone(request):
    return render(request, "observers/signature_gone.html", status=410)


def _reading(request, signature, token):
    application = signature.application
    if signature.signed_at:
        return render(request, "observers/signature_done.html", {"signature": signature})
    # What is shown is what is hashed: both come from one reading of the database.
    content = snapshot(application)
    read = sha256_of(canonical(content))
    form = SignatureForm(request.POST or None, initial={"read": read})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            signature = actions.sign_application(
                signature, signed_as=told["signed_as"], read_sha256=told["read"], by="head"
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "observers/signature_done.html", {"signature": signature})
    context = {
        "signature": signature,
        "application": application,
        "shown": shown_content(content, application),
        "form": form,
        "read": read,
        "token": token,
    }
    return render(request, "observers/signature.html", context, status=422 if form.errors else 200)


def _head_of(application):
    """Whom one asked before, else whom the registry knows as the head."""
    asked = application.signatures.order_by("-asked_at", "-pk").first()
    if asked:
        return {"name": asked.name, "email": asked.email, "language": asked.language}
    head = application.organization.contacts.filter(role=Contact.Role.HEAD, ends_on=None).first()
    known = {"name": head.name, "email": head.email} if head else {}
    return known | {"language": get_language()}
