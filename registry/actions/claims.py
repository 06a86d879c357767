"""How a person comes to act for an organization that is listed already: she claims it, shows something, others decide.

Why a domain alone lets nobody in: a domain is sold, a mailbox of it is lent, and the website on record may be wrong.
Who comes in may speak for an organization before IOM. So a person decides each time, with what was shown before her:
an administrator of the organization where there is one, the staff in any case. Nobody decides about herself.
"""

import secrets
import uuid
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.actions.documents import file_document
from registry.actions.history import record
from registry.actions.invitations import hash_token
from registry.actions.living import lock_organization, lock_organization_of
from registry.actions.messages import notify
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused
from registry.importers.documents import CleanFile
from registry.matching import domain_of
from registry.models import Claim, Document, Listing, Membership, Message, User
from registry.queries.claims import administrators, brought_by, domains_on_record
from registry.roles import MemberRole
from registry.states import NEXT, ClaimState

LINKS_LAST = timedelta(days=3)
MOST_OPEN = 3
MAILS_AN_HOUR = 3
PROOF_MAIL = "registry.claim_proof"


def ask_claim(organization, *, email="", file=None, note="", by):
    """Say that one acts for a listed organization: with an e-mail address on its domain, or a document (CleanFile).

    Whoever asks again before anybody decided gives something else to look at; the link of an earlier mail is dead then.
    """
    storage, path = Claim.file.field.storage, ""
    if file is not None:
        path = storage.save(f"claims/{uuid.uuid4().hex}.{file.extension}", ContentFile(file.data))
    try:
        return _ask(organization, email=email, path=path, media_type=file.media_type if file else "", note=note, by=by)
    except BaseException:
        # A file that no claim knows would lie there for ever.
        if path:
            storage.delete(path)
        raise


@transaction.atomic
def _ask(organization, *, email, path, media_type, note, by):
    lock_person(by)
    organization = lock_organization(organization)
    if not Listing.objects.filter(pk=organization.pk).exists():
        raise Refused(_("This organization is not in the directory any more. Search for it again."))
    if Membership.objects.filter(organization=organization, user=by, left_at=None).exists():
        raise Refused(_("You act for this organization already."))
    claim = Claim.objects.select_for_update().open().filter(organization=organization, person=by).first()
    if claim is None:
        refuse_too_many(by)
        claim = Claim(organization=organization, person=by)
    elif claim.state == ClaimState.SHOWN:
        raise Refused(_("You have shown the domain already. Wait for the decision; you are told by e-mail."))
    _forget_file(claim)
    token = _offer(claim, email=email, path=path, media_type=media_type, note=note)
    claim.version += 1 if claim.pk else 0
    with promises_of(Claim):
        claim.save()
    if token:
        _mail_the_link(claim, token, address=email, by=by)
    else:
        _tell_administrators(claim)
    _record("claim.asked", claim, by, {"proof": ["", claim.proof]})
    return claim


@transaction.atomic
def prove_domain(token, *, by):
    """She opened the link of the mail and says that she asked for it. The link works once, and for her alone."""
    asked = Claim.objects.filter(token_sha256=hash_token(token)).first()
    if asked is None or asked.person_id != by.pk:
        raise Refused(_("This link cannot be used. Open it in the account with which you asked for it."))
    claim = _move(asked, ClaimState.SHOWN)
    if claim.token_sha256 != asked.token_sha256 or claim.expires_at <= timezone.now():
        raise Refused(_("This link cannot be used any more. Ask for a new one."))
    claim.token_sha256, claim.shown_at = "", timezone.now()
    claim.save()
    _tell_administrators(claim)
    _record("claim.shown", claim, by, {"domain": ["", claim.domain]})
    return claim


@transaction.atomic
def accept_claim(claim, *, by):
    """Let her in as administrator; what she sent becomes a document of the record that only staff may read."""
    claim = _decide(claim, ClaimState.ACCEPTED, by=by)
    if claim.proof == Claim.Proof.DOMAIN and claim.shown_at is None:
        raise Refused(_("This person has not opened the link yet. There is nothing to decide until she has."))
    if Membership.objects.filter(organization=claim.organization, user=claim.person, left_at=None).exists():
        raise Refused(_("This person acts for the organization already."))
    if claim.file:
        claim.document = _file(claim)
        _forget_file(claim)
    claim.save()
    Membership.objects.create(user=claim.person, organization=claim.organization, role=MemberRole.ADMIN)
    notify("registry.claim_accepted", recipient=claim.person, subject=claim.organization.reference)
    _record("claim.accepted", claim, by, {"member": ["", claim.person.reference], "role": ["", MemberRole.ADMIN.value]})
    return claim


@transaction.atomic
def refuse_claim(claim, *, reason, by):
    """Say no, with the reason that she reads. What she sent is deleted."""
    claim = _decide(claim, ClaimState.REFUSED, by=by)
    claim.reason = reason
    _forget_file(claim)
    claim.save()
    notify(
        "registry.claim_refused",
        recipient=claim.person,
        subject=claim.organization.reference,
        context={"reason": reason},
    )
    _record("claim.refused", claim, by, reason=reason)
    return claim


@transaction.atomic
def withdraw_claim(claim, *, by):
    """She takes it back; what she sent is deleted."""
    claim = _move(claim, ClaimState.WITHDRAWN)
    claim.token_sha256 = ""
    _forget_file(claim)
    claim.save()
    _record("claim.withdrawn", claim, by)
    return claim


def expire_claims(*, by):
    """Close the claims whose link nobody opened in time; returns how many. One refused now waits for later."""
    late = Claim.objects.filter(
        state=ClaimState.ASKED, proof=Claim.Proof.DOMAIN, expires_at__lte=timezone.now()
    ).order_by("pk")
    closed = 0
    for claim in late:
        # A merge may have taken hold of its organization meanwhile.
        with suppress(Refused):
            closed += _expire(claim, by)
    return closed


@transaction.atomic
def _expire(claim, by):
    claim = _lock(claim)
    # Meanwhile she may have opened it, asked for another link, or given up.
    if claim.state != ClaimState.ASKED or claim.expires_at is None or claim.expires_at > timezone.now():
        return 0
    claim.state, claim.token_sha256 = ClaimState.EXPIRED, ""
    claim.version += 1
    claim.save()
    _record("claim.expired", claim, by)
    return 1


@transaction.atomic
def record_reading_of_claim(claim, *, by):
    """Who has opened what a person sent with her claim is known afterwards."""
    return _record("claim.document_read", claim, by)


def lock_person(person):
    """Before any organization: of two things that she begins at once, the second counts the first."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def refuse_too_many(person):
    """Nobody speaks for many organizations; who claims many at once is looking for one that nobody watches."""
    if person.claims.open().count() + brought_by(person).count() >= MOST_OPEN:
        raise Refused(
            _("You wait for a decision on %(n)s organizations already. Wait for one, or take one back.")
            % {"n": MOST_OPEN}
        )


def _offer(claim, *, email, path, media_type, note):
    """Write down what she shows; returns the token of the mail, where there is one."""
    claim.note = note
    claim.token_sha256, claim.domain, claim.expires_at, claim.media_type = "", "", None, media_type
    if path:
        claim.proof, claim.file = Claim.Proof.DOCUMENT, path
        return ""
    domain = domain_of(email)
    if domain not in domains_on_record(claim.organization):
        raise Contradiction(
            _("This address is not on a domain that we know of this organization. Use another address, or a document.")
        )
    token = secrets.token_urlsafe(32)
    claim.proof, claim.domain = Claim.Proof.DOMAIN, domain
    claim.token_sha256, claim.expires_at = hash_token(token), timezone.now() + LINKS_LAST
    return token


def _mail_the_link(claim, token, *, address, by):
    hour_ago = timezone.now() - timedelta(hours=1)
    if Message.objects.filter(kind=PROOF_MAIL, recipient=by, created_at__gt=hour_ago).count() >= MAILS_AN_HOUR:
        raise Refused(_("You asked for three links within an hour. Look into the mailbox, or try again later."))
    notify(
        PROOF_MAIL,
        recipient=by,
        address=address,
        language=by.language,
        subject=claim.reference,
        context={"token": token, "days": LINKS_LAST.days},
        carries_secret=True,
    )


def _tell_administrators(claim):
    """A mail that names no organization in danger, not even by its reference."""
    organization = claim.organization
    for administrator in administrators(organization):
        subject = "" if organization.is_at_risk else organization.reference
        notify("registry.claim_asked", recipient=administrator, subject=subject, organization=organization)


def _decide(claim, to, *, by):
    if claim.person_id == by.pk:
        raise Refused(_("Nobody decides about herself. Ask a colleague."))
    claim = _move(claim, to)
    claim.token_sha256, claim.decided_at, claim.decided_by = "", timezone.now(), by
    return claim


def _move(claim, to):
    claim = _lock(claim)
    if to not in NEXT[ClaimState][claim.state]:
        raise Refused(
            _("This claim is already %(state)s. Nothing was changed.") % {"state": claim.get_state_display().lower()}
        )
    claim.state = to
    claim.version += 1
    return claim


def _lock(claim):
    """The organization first, as everywhere."""
    organization = lock_organization_of(claim)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("person").get(pk=claim.pk)
    claim.organization = organization
    return claim


def _file(claim):
    with claim.file.open("rb") as kept:
        file = CleanFile(claim.media_type, kept.read())
    title = _("Sent with claim %(reference)s") % {"reference": claim.reference}
    try:
        with transaction.atomic():
            return file_document(claim.organization, file=file, by=claim.person, kind=Document.Kind.OTHER, title=title)
    except Contradiction:
        # The record has this very file already: nothing is lost.
        return None


def _forget_file(claim):
    if claim.file:
        transaction.on_commit(partial(claim.file.storage.delete, claim.file.name))
        claim.file = ""


def _record(verb, claim, by, diff=None, reason=""):
    told = {"claim": ["", claim.reference]} | (diff or {})
    return record(verb, subject=claim.organization.reference, by=by, diff=told, reason=reason)
