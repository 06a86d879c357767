"""Doors for the clock: each calls one verb, returns a count, and may run twice."""

from celery import shared_task

from observers import actions


@shared_task
def ask_confirmations():
    return actions.ask_confirmations()


@shared_task
def remind_of_confirmations():
    return actions.remind()


@shared_task
def let_lapse():
    return actions.let_lapse()


@shared_task
def remind_of_due_dates():
    return actions.remind_of_due_dates()


@shared_task
def note_silence():
    return actions.note_silence()


@shared_task
def forget_uploads():
    return actions.forget_uploads()
