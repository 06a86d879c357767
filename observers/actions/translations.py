"""Translations that staff put beside what an organization wrote. What it wrote stays as it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from observers.actions.moves import lock_in
from observers.actions.screening import refuse_undeclared
from observers.models import Answer
from observers.states import OPEN, WRITABLE
from registry.actions import record
from registry.errors import Refused


@transaction.atomic
def translate_answer(application, criterion, *, text, language, by):
    """Put a translation beside an answer, or change it; an empty text takes it away.

    Refused while the organization may write: its answer may be another one tomorrow.
    """
    application = lock_in(application, *(state for state in OPEN if state not in WRITABLE))
    refuse_undeclared(application, by)
    answer = Answer.objects.select_for_update(of=("self",)).get(application=application, criterion=criterion)
    if not answer.text:
        raise Refused(_("The organization wrote no answer here, so there is nothing to translate."))
    answer.translation = text.strip()
    answer.translation_language = language if answer.translation else ""
    answer.translated_by = by if answer.translation else None
    answer.save()
    record(
        "application.answer_translated", subject=application.reference, by=by, diff={"criterion": ["", criterion.code]}
    )
    return answer
