"""The head of the organization signs by a link: what she reads is what is hashed, and the link works once."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import correspondent_of, lock_in
from observers.models import Signature
from observers.queries.clock import database_now
from observers.queries.readiness import readiness
from observers.queries.snapshots import content_hash
from observers.states import WRITABLE
from registry.actions import hash_token, notify, record
from registry.errors import Refused

LINKS_LAST = timedelta(days=14)
# Nobody's mailbox is filled through this registry.
MOST_LINKS_A_DAY = 10


@transaction.atomic
def ask_signature(application, *, name, email, language="en", by):
    """Write to the head; a link that went out before is worth nothing from now on."""
    application = lock_in(application, *WRITABLE)
    missing = readiness(application)
    if not missing.can_sign:
        left = [task.name for task in missing.tasks if not task.is_done and task is not missing.signature]
        raise Refused(
            _("There is nothing to sign yet. Complete these tasks first: %(what)s.") % {"what": ", ".join(left)}
        )
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("Write the e-mail address in full, such as name@example.org.")) from error
    now, token = database_now(), secrets.token_urlsafe(32)
    if application.signatures.filter(asked_at__gt=now - timedelta(days=1)).count() >= MOST_LINKS_A_DAY:
        raise Refused(
            _("The signature was asked for %(number)s times today. Go on tomorrow.") % {"number": MOST_LINKS_A_DAY}
        )
    application.signatures.filter(ended_at=None).update(ended_at=now)
    signature = Signature.objects.create(
        application=application,
        name=name,
        email=email,
        language=language,
        token_sha256=hash_token(token),
        expires_at=now + LINKS_LAST,
        asked_at=now,
        asked_by=by,
    )
    notify(
        "observers.signature",
        address=email,
        language=language,
        subject=application.reference,
        organization=application.organization,
        context={"token": token, "days": LINKS_LAST.days},
        carries_secret=True,
    )
    record("application.signature_asked", subject=application.reference, by=by)
    return signature


def signature_for(token):
    """The open request that the holder of this link may sign, or None."""
    found = Signature.objects.select_related("application__organization", "application__criteria_set")
    signature = found.filter(token_sha256=hash_token(token), ended_at=None, application__state__in=WRITABLE).first()
    if signature is None or signature.expires_at <= database_now():
        return None
    return signature


@transaction.atomic
def sign_application(signature, *, signed_as, read_sha256, by):
    """Sign what was read: `read_sha256` is the hash of the text that stood on the page. `by` is a person or "head".

    Refused when somebody changed the application since the page was opened.
    """
    application = lock_in(signature.application, *WRITABLE)
    signature = Signature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
    now = database_now()
    if signature.ended_at or signature.expires_at <= now:
        raise Refused(_("This link cannot be used any more. Ask your organization for a new one."))
    if signature.signed_at:
        raise Refused(_("You have signed already. Your organization can send the application now."))
    if content_hash(application) != read_sha256:
        raise Refused(_("The application was changed while you were reading. Read it again, then sign."))
    signature.signed_at, signature.signed_as, signature.content_sha256 = now, signed_as, read_sha256
    signature.save()
    recipient = correspondent_of(application)
    if recipient:
        notify(
            "observers.signed",
            recipient=recipient,
            subject=application.reference,
            organization=application.organization,
        )
    record("application.signed", subject=application.reference, by=by, diff={"sha256": [None, read_sha256]})
    return signature
