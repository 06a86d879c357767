"""Files of a consultation: facts in, bytes out, no database."""

from consultations.exporters.badges import badges_pdf
from consultations.exporters.participants import participants_pdf

__all__ = ["badges_pdf", "participants_pdf"]
