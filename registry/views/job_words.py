"""What the pages of jobs say in words: what a job does, how far it is and when it is likely to be done."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registry.actions.night import ENDED_THE_WORKER
from registry.actions.routines import ROUTINE
from registry.queries.routines import timetable
from registry.states import JobState
from registry.templatetags.registry_tags import number

# What a job does, by its kind; who reads older jobs of a kind that is gone sees the kind itself.
TITLES = {
    "import.check": gettext_lazy("Checking a file"),
    "import.apply": gettext_lazy("Applying an import"),
    "import.undo": gettext_lazy("Undoing an import"),
    # Not how many it compares or finds: records that not everybody may know of are among them.
    "duplicates.scan": gettext_lazy("Looking for duplicates"),
    "refresh.send": gettext_lazy("Sending the mails of a refresh campaign"),
    "match.list": gettext_lazy("Matching a partner’s list"),
    "night": gettext_lazy("The work of the night"),
    "edition.write": gettext_lazy("Writing an edition of the inventory"),
    "export.write": gettext_lazy("Writing files for partner systems"),
    "screening.compare": gettext_lazy("Comparing with watch lists"),
    "source.read": gettext_lazy("Reading a source"),
    "bulk.apply": gettext_lazy("Changing many organizations"),
    "bulk.undo": gettext_lazy("Putting many organizations back"),
}
UNITS = {
    "import.check": gettext_lazy("%(done)s of %(total)s organizations"),
    "import.apply": gettext_lazy("%(done)s of %(total)s organizations"),
    "import.undo": gettext_lazy("%(done)s of %(total)s organizations"),
    "edition.write": gettext_lazy("%(done)s of %(total)s organizations"),
    "refresh.send": gettext_lazy("%(done)s of %(total)s mails"),
    "match.list": gettext_lazy("%(done)s of %(total)s lines"),
}
# The steps of the night that have a name for people; others are told by their own.
NIGHT_STEPS = {
    "age_listings": gettext_lazy("How recent public pages are"),
    "age_partnerships": gettext_lazy("Partnerships that nobody confirmed in time"),
    "check_listings": gettext_lazy("Public pages beside their records"),
    "write_lines": gettext_lazy("Lines of CSV that wait ready"),
    "check_plausibility": gettext_lazy("What looks unlikely"),
    "check_counts": gettext_lazy("Counts of the directory"),
    "send_due_reminders": gettext_lazy("Reminders"),
    "purge_what_is_due": gettext_lazy("Personal data whose time is over"),
    "forget_match_lists": gettext_lazy("Partners’ lists whose time is over"),
    "find_duplicates": gettext_lazy("Looking for duplicates"),
    "compare_with_watch_lists": gettext_lazy("Comparing with watch lists"),
    "edition": gettext_lazy("The edition of the inventory"),
    "export": gettext_lazy("The copy for partner systems"),
}
OUTCOMES = {
    "new": gettext_lazy("New"),
    "updated": gettext_lazy("Updated"),
    "same": gettext_lazy("Unchanged"),
    "skipped": gettext_lazy("Left out"),
}
EVENTS = {
    "job.done": gettext_lazy("Done"),
    "job.failed": gettext_lazy("Did not work, will be tried again"),
    "job.held": gettext_lazy("Held: needs a person"),
    "job.stopped": gettext_lazy("Stopped"),
    "job.retried": gettext_lazy("Started again by hand"),
    "job.paused": gettext_lazy("Paused"),
    "job.resumed": gettext_lazy("Goes on"),
    "routine.paused": gettext_lazy("Routine paused"),
    "routine.resumed": gettext_lazy("Routine resumed"),
    "routine.run": gettext_lazy("Routine run by hand"),
    "bulk.approved": gettext_lazy("Bulk edit started"),
    "bulk.applied": gettext_lazy("Bulk edit done"),
    "bulk.undoing": gettext_lazy("Undoing of a bulk edit started"),
    "bulk.undone": gettext_lazy("Bulk edit undone"),
    "refresh.started": gettext_lazy("Campaign started"),
    "refresh.wave_sent": gettext_lazy("Second wave let go"),
    "refresh.paused": gettext_lazy("Campaign paused"),
    "refresh.resumed": gettext_lazy("Campaign resumed"),
    "refresh.stopped": gettext_lazy("Campaign stopped by a rule"),
    "refresh.ended": gettext_lazy("Campaign ended"),
    "edition.asked": gettext_lazy("Edition asked for"),
    "edition.published": gettext_lazy("Edition published"),
    "edition.written": gettext_lazy("Files of the edition written"),
    "source.described": gettext_lazy("Source added"),
    "source.changed": gettext_lazy("Source changed"),
    "source.trusted": gettext_lazy("Source trusted"),
    "source.distrusted": gettext_lazy("Source trusted no longer"),
    "source.paused": gettext_lazy("Source stopped"),
    "source.resumed": gettext_lazy("Source read by the clock again"),
    "source.read": gettext_lazy("File of the source received"),
    "source.compared": gettext_lazy("Compared with the last file"),
    "source.refused": gettext_lazy("Reading refused"),
    "source.overruled": gettext_lazy("Refused file believed after all"),
    "import.uploaded": gettext_lazy("File received"),
    "import.checked": gettext_lazy("File checked"),
    "import.refused": gettext_lazy("The file could not be read"),
    "import.corrected": gettext_lazy("Row corrected"),
    "import.approved": gettext_lazy("Approved"),
    "import.applied": gettext_lazy("Applied"),
    "import.discarded": gettext_lazy("Discarded"),
    "import.undo_asked": gettext_lazy("Undo asked for"),
    "import.undone": gettext_lazy("Undone"),
}


def title_of(job):
    if job.kind == ROUTINE:
        entry = timetable().get(job.subject)
        return entry.title if entry else job.subject
    return TITLES.get(job.kind, job.kind)


def title_of_kind(kind):
    return _("Routines") if kind == ROUTINE else TITLES.get(kind, kind)


def not_done(job):
    """What a night could not do, step by step: [(its name, why)]."""
    told = job.result.get("not_done", {}).items()
    ended = _("the worker ended there three times")
    return [(NIGHT_STEPS.get(step, step), ended if why == ENDED_THE_WORKER else trouble(why)) for step, why in told]


def trouble(told):
    """What went wrong, for who reads the page: one of our sentences, or that something broke and where to look."""
    if told.isidentifier():
        return _("Something broke that nobody foresaw (%(kind)s). The log of the worker says more.") % {"kind": told}
    # Kept in English; in their language as far as the sentence names nothing.
    return _(told) if told else ""


def words(job):
    """What goes beside the percentage."""
    if job.state == JobState.WAITING:
        return _("Waiting to be tried again") if job.error else _("Waiting for a worker")
    if job.state == JobState.RUNNING:
        return _time_left(job) or _("Working")
    return str(job.get_state_display())


def _a_second(job):
    """How many it does a second since this worker took it; 0 while nobody knows."""
    if job.state != JobState.RUNNING or not job.taken_at or job.done <= job.done_when_taken:
        return 0
    return (job.done - job.done_when_taken) / max(1, (timezone.now() - job.taken_at).total_seconds())


def _time_left(job):
    rate = _a_second(job)
    if not (rate and job.total):
        return ""
    seconds = max(0, job.total - job.done) / rate
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(n)s hour left", "about %(n)s hours left", hours) % {"n": hours}


def rate(job):
    """ "500 a minute", where what it counts is more than percent."""
    a_minute = round(60 * _a_second(job))
    return _("%(n)s a minute") % {"n": number(a_minute)} if a_minute and job.kind in UNITS else ""


def progress(job):
    return (
        UNITS[job.kind] % {"done": number(job.done), "total": number(job.total)}
        if job.total and job.kind in UNITS
        else ""
    )


def announcement(job):
    """What is read aloud: every quarter and the end, no more."""
    if job.state == JobState.RUNNING and job.total:
        return _("%(percent)s percent done") % {"percent": job.percent // 25 * 25}
    return str(job.get_state_display())
