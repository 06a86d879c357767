"""A report as it is read, in the language of the reader: a page, a PDF, a DOCX."""

import json
from hashlib import sha256

from django.core.cache import cache
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.exporters.report import contents, report_docx, report_pdf
from consultations.models import Consultation
from consultations.queries.reports import told
from consultations.states import ReportState
from registry.views.files import made

KINDS = {
    "pdf": (report_pdf, "application/pdf"),
    "docx": (report_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
STATES = {
    ReportState.DRAFT: _("This is a draft. Figures and texts can still change."),
    ReportState.IN_REVIEW: _("This report is in review. It is not published yet."),
}
A_DAY = 24 * 60 * 60


def report_view(report):
    language = (get_language() or "en")[:2]
    kinds = dict(Consultation.Kind.choices)
    return contents(told(report), language, kinds=kinds, state=STATES.get(report.state, ""))


def report_file(report, kind):
    if kind not in KINDS:
        raise Http404
    make, media_type = KINDS[kind]
    view = report_view(report)
    # Setting a file costs a process; equal contents give equal bytes, so anybody who asks again gets those.
    key = f"report:{kind}:{sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()}"
    content = cache.get_or_set(key, lambda: make(view), A_DAY)
    name = f"{report.consultation.reference}-report-{report.number}-{view['language']}.{kind}"
    return made(content, name=name, media_type=media_type)
