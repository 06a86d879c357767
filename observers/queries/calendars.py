"""The dates of an application for somebody's calendar."""

from django.conf import settings
from django.utils.translation import gettext as _

from observers.queries import timeline
from observers.states import ApplicationState, Side
from registry.exporters.calendar import Entry

S = ApplicationState


def dates_of(application):
    """What is due from the organization, and the session at which the Council can decide."""
    return [*_due(application), *_session(application)] if application.is_open else []


def _due(application):
    turn, session = timeline.current_turn(application), application.session
    if application.state == S.DRAFT:
        if not session or not session.closes_at:
            return []
        title = _("Send the application for observer status")
        return [_entry(application, "send", title, session.closes_at, changed_at=session.updated_at)]
    if turn is None or turn.side != Side.APPLICANT or turn.due_at is None:
        return []
    titles = {S.CLARIFICATION: _("Answer the questions of IOM")}
    title = titles.get(application.state, _("Send what is missing in the application"))
    return [_entry(application, f"turn-{turn.pk}", title, turn.due_at, changed_at=application.updated_at)]


def _session(application):
    session = application.session
    if session is None:
        return []
    return [
        _entry(
            application,
            f"session-{session.reference}",
            str(session),
            session.starts_on,
            ends=session.ends_on,
            text=session.place,
            changed_at=session.updated_at,
        )
    ]


def _entry(application, key, title, starts, **facts):
    return Entry(
        key=f"{application.reference}-{key}@{settings.SITE_ORIGIN.partition('://')[2]}",
        title=f"{title} ({application.reference})",
        starts=starts,
        url=f"{settings.SITE_ORIGIN}{application.get_absolute_url()}",
        **facts,
    )
