"""An observer tells of a change. It acts at once; what it means for the status a person says afterwards."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.designations import end_locked
from observers.actions.statuses import lock_observer, tell, tell_staff
from observers.models import ChangeNotice, Designation
from observers.queries.clock import database_now, day_in
from registry import actions as registry
from registry.errors import Contradiction, Refused
from registry.matching import fold
from registry.models import Contact, Document, Organization
from registry.roles import Permission

Kind = ChangeNotice.Kind


@transaction.atomic
def send_notice(
    observer, *, kind, value, effective_on, by, words="", file=None, email="", former_head=None, country=None
):
    """Record the change and let it act in the registry in the same moment.

    `value`: the new name, the name of the new head, the town of the new address, or with whom it merges.
    `former_head` is the account of the head who left, when he has one: his membership and his designations end.
    """
    observer = lock_observer(observer)
    organization, head, open_designations = _lock_all(observer)
    now = database_now()
    if effective_on > day_in(now):
        raise Contradiction(_("This day has not come yet. Tell of the change on the day it takes effect."))
    if kind == Kind.NAME:
        _rename(organization, value, by)
    elif kind == Kind.HEAD:
        _refuse_another(organization, head, former_head, by)
        _replace_head(organization, head, value, email=email, since=effective_on, by=by)
        _end_the_role_of(organization, head, former_head, open_designations, now, by)
    elif kind == Kind.ADDRESS:
        registry.edit_organization(organization, changes={"hq_city": value, "hq_country": country}, by=by)
    document = _file(organization, kind, file, effective_on, by) if file else None
    notice = ChangeNotice.objects.create(
        observer=observer,
        kind=kind,
        value=value,
        words=words,
        effective_on=effective_on,
        document=document,
        sent_at=now,
        sent_by=by,
    )
    tell_staff(observer, "observers.notice_sent")
    # Names of people stay with the notice and out of the history.
    registry.record(
        "observer.change_notified",
        subject=observer.reference,
        by=by,
        diff={"notice": ["", notice.reference], "kind": ["", kind]},
    )
    return notice


@transaction.atomic
def assess_notice(notice, *, effect, note="", by):
    """Somebody at IOM says what the change means for the status; the organization is told."""
    observer = lock_observer(notice.observer)
    notice = ChangeNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.effect:
        raise Refused(_("A colleague has looked at this notice already."))
    notice.effect, notice.effect_note = effect, note
    notice.assessed_at, notice.assessed_by = database_now(), by
    notice.version += 1
    notice.save()
    tell(observer, "observers.notice_assessed", notice=notice)
    registry.record(
        "observer.notice_assessed",
        subject=observer.reference,
        by=by,
        diff={"notice": ["", notice.reference], "effect": ["", effect]},
    )
    return notice


def _lock_all(observer):
    """Every row that a notice may write, before the history is held: whoever else changes one of them waits here."""
    if observer.organization_id is None:
        raise Refused(_("This observer has no record in the registry yet."))
    organization = Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=observer.organization_id)
    contacts = Contact.objects.select_for_update(of=("self",)).filter(organization=organization, ends_on=None)
    head = contacts.filter(role=Contact.Role.HEAD).first()
    designations = Designation.objects.select_for_update(of=("self",)).filter(observer=observer, ended_at=None)
    return organization, head, list(designations)


def _rename(organization, name, by):
    """The new name is shown first from now on; the one before stays findable as a former name."""
    name = " ".join(name.split())
    if fold(name) == fold(organization.name) and name == organization.name:
        raise Contradiction(_("This is the name that the registry holds already."))
    names = [
        {
            "kind": "former" if known.is_primary else known.kind,
            "text": known.text,
            "language": known.language,
            "is_primary": False,
        }
        for known in organization.names.all()
    ]
    kept = [known for known in names if (known["kind"], known["text"]) != ("legal", name)]
    fresh = {"kind": "legal", "text": name, "language": "", "is_primary": True}
    registry.edit_organization(organization, changes={"names": [*kept, fresh]}, by=by)


def _replace_head(organization, head, name, *, email, since, by):
    if head:
        last_day = since - timedelta(days=1)
        registry.end_contact(head, on=max(last_day, head.starts_on or last_day), by=by)
    registry.add_contact(
        organization,
        role=Contact.Role.HEAD,
        name=name,
        email=email,
        starts_on=since,
        source="Change notice of the organization",
        by=by,
    )


def _refuse_another(organization, head, former_head, by):
    """Who may not manage members ends no account but that of the head on record."""
    if former_head is None or by.holds_in(organization, Permission.MANAGE_MEMBERS) or former_head == by:
        return
    is_head = head and (
        (head.email and head.email.casefold() == former_head.email.casefold())
        or (head.name and fold(head.name) == fold(former_head.name))
    )
    if not is_head:
        raise Refused(_("This account is not that of the head on record. An administrator must remove it."))


def _end_the_role_of(organization, head, former_head, open_designations, now, by):
    """Who headed it speaks for it no more: neither by an account nor as a representative."""
    names = {fold(head.name)} if head and head.name else set()
    emails = {head.email.casefold()} if head and head.email else set()
    if former_head:
        names.add(fold(former_head.name))
        emails.add(former_head.email.casefold())
        registry.remove_member(organization, former_head, by=by)
    theirs = [
        one
        for one in open_designations
        if fold(one.name) in names - {""} or (one.email and one.email.casefold() in emails)
    ]
    end_locked(theirs, at=now)


def _file(organization, kind, file, issued_on, by):
    is_statutes = kind == Kind.STATUTES
    return registry.file_document(
        organization,
        file=file,
        kind=Document.Kind.STATUTES if is_statutes else Document.Kind.LETTER,
        title=_("Statutes of %(day)s") % {"day": issued_on.isoformat()}
        if is_statutes
        else _("Change notice of %(day)s") % {"day": issued_on.isoformat()},
        issued_on=issued_on,
        visibility=Document.Visibility.MEMBERS,
        by=by,
    )
