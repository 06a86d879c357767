"""Open questions of a consultation, and what organizations write about them: kept as a draft, sent, written on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.actions.consultations import lock, lock_open
from consultations.actions.speaking import refuse_who_does_not_speak
from consultations.models import Contribution, OpenQuestion
from consultations.queries.contributions import count_words, is_taken, languages, next_number, own
from consultations.states import ContributionState
from registry.actions import record
from registry.actions.promises import promises_of
from registry.errors import Contradiction, Refused, Stale

S = ContributionState
FIELDS = ("text_en", "text_fr", "text_es", "words_limit")


@transaction.atomic
def add_question(consultation, *, by, **facts):
    """Ask one more open question; facts as in FIELDS."""
    consultation = lock_open(consultation)
    question = OpenQuestion(consultation=consultation, number=next_number(consultation), **facts)
    with promises_of(OpenQuestion):
        question.save()
    _record("consultation.question_added", question, by, [None, str(question)])
    return question


@transaction.atomic
def edit_question(question, *, changes, by, version=None):
    question = _again(question, lock_open(question.consultation))
    if version is not None and version != question.version:
        raise Stale(_("Somebody else changed this question meanwhile. Look at it again, then save."))
    before = str(question)
    for field in FIELDS:
        if field in changes:
            setattr(question, field, changes[field])
    question.version += 1
    with promises_of(OpenQuestion):
        question.save()
    _record("consultation.question_edited", question, by, [before, str(question)])
    return question


@transaction.atomic
def remove_question(question, *, by):
    """Take a question away about which nobody has written anything."""
    question = _again(question, lock_open(question.consultation))
    if question.contributions.exists():
        raise Refused(_("Somebody has begun to write about this question, so it stays."))
    told = str(question)
    question.delete()
    _record("consultation.question_removed", question, by, [told, None])


@transaction.atomic
def save_contribution(question, organization, *, by, text, language, may_be_published=None, version=None):
    """Keep what was typed, as often as it comes. Raises Stale when a colleague wrote meanwhile, with her text.

    `version` is that of the contribution when it was opened, 0 when there was none.
    """
    contribution = _to_write(question, organization, by)
    if version is not None and version != (contribution.version if contribution.pk else 0):
        raise Stale(
            _("A colleague changed this text while you were writing. Compare both texts, then save again."),
            theirs={"text": contribution.text, "version": contribution.version if contribution.pk else 0},
        )
    if contribution.state != S.DRAFT:
        raise Refused(_("This contribution was sent already. Take it back first, then write on."))
    before = (contribution.text, contribution.language, contribution.may_be_published)
    contribution.text, contribution.language = text, language or contribution.language
    if may_be_published is not None:
        contribution.may_be_published = may_be_published
    if contribution.pk and before == (contribution.text, contribution.language, contribution.may_be_published):
        return contribution
    contribution.version += 1 if contribution.pk else 0
    contribution.written_by = by
    with promises_of(Contribution):
        contribution.save()
    return contribution


@transaction.atomic
def send_contribution(question, organization, *, by):
    """Send it as it stands, in a working language and within the limit of words."""
    contribution = _to_write(question, organization, by)
    _refuse_move(contribution, S.SENT)
    if not contribution.text.strip():
        raise Contradiction(_("Nothing is written yet. Write your contribution, then send it."))
    over = count_words(contribution.text) - question.words_limit
    if over > 0:
        raise Contradiction(
            ngettext(
                "Your text is kept. It is %(n)s word over the limit: shorten it, then send it.",
                "Your text is kept. It is %(n)s words over the limit: shorten it, then send it.",
                over,
            )
            % {"n": over}
        )
    if contribution.language not in languages(question.consultation):
        raise Contradiction(_("This is not a working language of the consultation. Choose another language."))
    contribution.sent_at, contribution.sent_by = timezone.now(), by
    return _move(contribution, S.SENT, "consultation.contribution_sent", by)


@transaction.atomic
def take_back_contribution(question, organization, *, by):
    """Write on. Until it is sent again, it does not count."""
    contribution = _to_write(question, organization, by)
    _refuse_move(contribution, S.DRAFT)
    contribution.sent_at = contribution.sent_by = None
    return _move(contribution, S.DRAFT, "consultation.contribution_taken_back", by)


def _again(question, consultation):
    """The question as it is now; its consultation is locked, so nobody else changes it."""
    question = OpenQuestion.objects.filter(pk=question.pk).first()
    if question is None:
        raise Refused(_("Somebody else removed this question meanwhile."))
    question.consultation = consultation
    return question


def _to_write(question, organization, by):
    """The contribution as it is now, or a new one: with its consultation it is nobody else's for the moment."""
    consultation = lock(question.consultation)
    refuse_who_does_not_speak(by, organization)
    question = _again(question, consultation)
    if not is_taken(consultation):
        raise Refused(_("Written contributions are not taken any more. What was not sent stays a draft."))
    found = own(question, organization)
    return found or Contribution(
        question=question, organization=organization, language=languages(consultation)[0], version=1
    )


def _refuse_move(contribution, to):
    if to == S.SENT and contribution.state == S.SENT:
        raise Refused(_("This contribution was sent already. There is nothing more to do."))
    if to == S.DRAFT and contribution.state == S.DRAFT:
        raise Refused(_("This contribution is a draft already. Write on, then send it."))


def _move(contribution, to, verb, by):
    contribution.state = to
    contribution.version += 1
    contribution.save()
    question = contribution.question
    # Told of the contribution: who may not know of its organization reads nothing of it, nor who wrote.
    diff = {"question": [None, str(question.number)], "consultation": [None, question.consultation.reference]}
    record(verb, subject=contribution.reference, by=by, diff=diff)
    return contribution


def _record(verb, question, by, texts):
    record(verb, subject=question.consultation.reference, by=by, diff={"question": texts})
