"""What the feed of changes tells of a consultation. Called by a verb once all is saved, and before it records."""

from consultations.queries.exports import participations_of
from consultations.states import HELD
from registry.actions import publish_rows


def publish_consultation(consultation):
    """Its row, and those of the organizations that took part: how far it is says whether these are told."""
    publish_rows("consultation", [consultation.reference])
    publish_rows("participation", participations_of(consultation))


def publish_participation(registration):
    """The row of its organization, which may have come, or not have come after all; told once it was held."""
    if registration.organization_id and registration.consultation.state in HELD:
        pair = f"{registration.consultation.reference}/{registration.organization.reference}"
        publish_rows("participation", [pair])
