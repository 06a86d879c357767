"""What `load_consultation_demo` adds: invented consultations and what belongs to them."""

from django.db import transaction

from consultations.actions.demo.day import add_day
from consultations.actions.demo.documents import add_documents
from consultations.actions.demo.editions import add_editions
from consultations.actions.demo.follow_up import add_follow_up
from consultations.actions.demo.invited import add_invited
from consultations.actions.demo.outcomes import add_outcomes
from consultations.actions.demo.registrations import add_registrations
from consultations.actions.demo.topics import add_topics
from consultations.actions.publishing import publish_consultation
from consultations.models import Consultation
from registry.models import User


@transaction.atomic
def load_consultation_demo(*, by):
    """Add consultations that are past, held today, coming, only an idea and cancelled; returns how many.

    Does nothing without the demonstration's organizer, or when it was done before.
    """
    has_organizer = User.objects.filter(email="organizer@demo.example").exists()
    if not has_organizer or Consultation.objects.filter(is_demo=True).exists():
        return 0
    add_editions(by=by)
    add_topics(by=by)
    add_documents(by=by)
    add_invited()
    add_registrations(by=by)
    add_follow_up(by=by)
    add_outcomes(by=by)
    add_day(by=by)
    for consultation in Consultation.objects.filter(is_demo=True):
        publish_consultation(consultation)
    return Consultation.objects.filter(is_demo=True).count()
