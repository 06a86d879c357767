"""The report of a consultation: begun, written, sent to review, given back or published; then a new version."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.actions.consultations import lock
from consultations.models import Report
from consultations.queries.figures import published
from consultations.queries.recipients import second_readers
from consultations.queries.reports import LANGUAGES, TEXTS, frozen
from consultations.states import HELD, NEXT, ReportState
from registry.actions import notify, record
from registry.actions.promises import promises_of
from registry.errors import Refused, Stale

S = ReportState
FIELDS = [f"{text}_{language}" for text in TEXTS for language in LANGUAGES]


@transaction.atomic
def begin_report(consultation, *, by):
    """Begin the first version, or the next one with the texts of the one before."""
    consultation = lock(consultation)
    if consultation.state not in HELD:
        raise Refused(
            _("This consultation is at “%(state)s”. Its report is begun when it has taken place.")
            % {"state": consultation.get_state_display()}
        )
    number = (consultation.reports.aggregate(last=Max("number"))["last"] or 0) + 1
    report, before = Report(consultation=consultation, number=number), published(consultation).first()
    for field in FIELDS if before else ():
        setattr(report, field, getattr(before, field))
    with promises_of(Report):
        report.save()
    _record("consultation.report_begun", report, by)
    return report


@transaction.atomic
def edit_report(report, *, changes, by, version=None):
    """Change the texts of a draft; fields as in FIELDS. Raises Stale when somebody else wrote meanwhile."""
    report = _lock(report)
    if report.state != S.DRAFT:
        raise Refused(
            _("This report is at “%(state)s”: its texts stay as they are.") % {"state": report.get_state_display()}
        )
    if version is not None and version != report.version:
        raise Stale(_("Somebody else changed this report meanwhile. Compare both texts, then save again."))
    changed = [field for field in FIELDS if field in changes and changes[field] != getattr(report, field)]
    if not changed:
        return report
    for field in changed:
        setattr(report, field, changes[field])
    report.version += 1
    report.save()
    # Whole texts do not belong in the history: it tells which of them were written.
    record(
        "consultation.report_edited",
        subject=report.consultation.reference,
        by=by,
        diff={"report": [None, str(report.number)], "texts": [None, ", ".join(changed)]},
    )
    return report


@transaction.atomic
def send_report_to_review(report, *, by, version=None):
    """Freeze everything that it tells, for a second person to read, who is told."""
    report = _move(report, to=S.IN_REVIEW, version=version)
    _refuse_unpublished_recommendations(report.consultation)
    report.content = frozen(report)
    report.sent_at, report.sent_by, report.returned_reason = timezone.now(), by, ""
    report = _save(report, "consultation.report_sent", by)
    context = {"consultation": report.consultation, "number": report.number}
    for reader in second_readers(by):
        reference = report.consultation.reference
        notify("consultations.report_to_review", recipient=reader, subject=reference, context=context)
    return report


@transaction.atomic
def return_report(report, *, reason, by, version=None):
    """Back to be written on, with a reason; its figures are those of now again."""
    report = _move(report, to=S.DRAFT, version=version)
    report.content = report.sent_at = report.sent_by = None
    report.returned_reason = reason.strip()
    return _save(report, "consultation.report_returned", by, reason=report.returned_reason)


@transaction.atomic
def publish_report(report, *, by, version=None):
    """Publish exactly what was read in review. Whoever sent it there cannot publish it."""
    report = _move(report, to=S.PUBLISHED, version=version)
    report.published_at, report.published_by = timezone.now(), by
    return _save(report, "consultation.report_published", by)


def _lock(report):
    """The report as it is now, and with its consultation nobody else's until this transaction ends."""
    consultation = lock(report.consultation)
    report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)
    report.consultation = consultation
    return report


def _refuse_unpublished_recommendations(consultation):
    if consultation.recommendations.unpublished().kept().exists():
        raise Refused(
            _(
                "Not all recommendations are published yet, and the report would leave those out."
                " Publish them, then send the report to review."
            )
        )


def _move(report, *, to, version):
    report = _lock(report)
    if to not in NEXT[S][report.state]:
        raise Refused(
            _("This report is at “%(state)s”, so this cannot be done now. Look at it again.")
            % {"state": report.get_state_display()}
        )
    if version is not None and version != report.version:
        raise Stale(_("Somebody else changed this report meanwhile. Look at it again."))
    report.state = to
    return report


def _save(report, verb, by, *, reason=""):
    report.version += 1
    with promises_of(Report):
        report.save()
    _record(verb, report, by, reason=reason)
    return report


def _record(verb, report, by, *, reason=""):
    diff = {"report": [None, str(report.number)]}
    record(verb, subject=report.consultation.reference, by=by, diff=diff, reason=reason)
