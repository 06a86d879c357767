"""Every noun of the consultations."""

from consultations.models.agenda import AgendaItem, Speaker
from consultations.models.consultations import Consultation, Series

__all__ = ["AgendaItem", "Consultation", "Series", "Speaker"]
