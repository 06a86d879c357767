"""Doors for the clock: each calls one verb, returns a count, and may run twice."""

from celery import shared_task

from consultations import actions


@shared_task
def write_mails():
    return actions.write_mails()


@shared_task
def remind_invited():
    return actions.remind_all()


@shared_task
def expire_invitations():
    return actions.expire_invitations(by="clock")


@shared_task
def escalate_overdue():
    return actions.escalate_overdue()


@shared_task
def let_offers_lapse():
    return actions.let_offers_lapse()
