"""What is said of a source: where its file comes from, how often, who answers for it, and whether it is trusted."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry import policies
from registry.actions.history import record
from registry.errors import Contradiction, Refused, Stale
from registry.models import Source

_TOLD = ("name", "adapter", "content", "address", "country_id", "every_days", "least_percent")


@transaction.atomic
def describe_source(source=None, *, by, code="", version=None, **facts):
    """Add a source, or say something else of it; who does so keeps it from then on.

    `facts`: name, adapter, content, address, country, every_days (None: read only when somebody asks), least_percent.
    A source whose file comes from somewhere else has to be trusted anew.
    """
    if source is None:
        _refuse_taken(facts["name"], code=code)
        source, before = Source(code=code), {}
    else:
        source = _lock(source, version)
        _refuse_taken(facts["name"], apart_from=source)
        before = _told(source)
    _refuse_clock_for_uploads(facts)
    for name, value in facts.items():
        setattr(source, name, value)
    source.kept_by = by
    source.next_read_at = _next_reading(source)
    now = _told(source)
    diff = {field: [before.get(field), value] for field, value in now.items() if value != before.get(field)}
    if {"adapter", "address"} & set(diff):
        source.trusted_by, source.etag, source.last_modified = None, "", ""
    return _save(source, "source.changed" if before else "source.described", by, diff)


@transaction.atomic
def trust_source(source, *, by, version=None):
    """Let in what this source brings without a look, as far as nobody has to decide; `by` answers for it."""
    source = _lock(source, version)
    if source.trusted_by:
        raise Refused(_("%(person)s trusts this source already.") % {"person": source.trusted_by})
    if not policies.may_approve_import(by):
        raise Refused(_("Only who may approve imports can trust a source."))
    source.trusted_by = by
    return _save(source, "source.trusted", by)


@transaction.atomic
def withdraw_trust(source, *, by):
    """From now on somebody looks at what this source brings before it is let in."""
    source = _lock(source)
    if not source.trusted_by:
        raise Refused(_("Nobody trusts this source: what it brings waits for a look already."))
    source.trusted_by = None
    return _save(source, "source.distrusted", by)


@transaction.atomic
def pause_source(source, *, by):
    """The clock passes it by; it can still be read by hand."""
    return _pause(source, True, "source.paused", by)


@transaction.atomic
def resume_source(source, *, by):
    return _pause(source, False, "source.resumed", by)


def _pause(source, is_paused, verb, by):
    source = _lock(source)
    if source.is_paused == is_paused:
        raise Refused(_("Somebody did this already. Look at the page again."))
    source.is_paused = is_paused
    return _save(source, verb, by)


def _lock(source, version=None):
    source = Source.objects.select_for_update(of=("self",)).select_related("trusted_by").get(pk=source.pk)
    if version is not None and version != source.version:
        raise Stale(_("Somebody else changed this source while you were editing it. Look at it, then write again."))
    return source


def _save(source, verb, by, diff=None):
    source.version += bool(source.pk)
    source.save()
    record(verb, subject=source.code, by=by, diff=diff or {})
    return source


def _told(source):
    return {field: getattr(source, field) for field in _TOLD}


def _refuse_taken(name, *, code="", apart_from=None):
    others = Source.objects.exclude(pk=apart_from.pk) if apart_from else Source.objects.all()
    if others.filter(name=name).exists():
        raise Contradiction(_("There is a source with this name already. Open that one, or choose another name."))
    if code and others.filter(code=code).exists():
        raise Contradiction(_("There is a source with this code already. Choose another code."))


def _refuse_clock_for_uploads(facts):
    if facts["adapter"] == Source.Adapter.UPLOAD and facts["every_days"]:
        raise Contradiction(_("A source of which somebody sends the files cannot be read by the clock."))


def _next_reading(source):
    """Now for a source that was not read by the clock before; its own moment otherwise, unless that is too far."""
    if not source.every_days:
        return None
    latest = timezone.now() + timedelta(days=source.every_days)
    return min(source.next_read_at, latest) if source.next_read_at else timezone.now()
