"""What remains of the people of a consultation: counts, and the proof that the rest was emptied."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation


class ParticipationFigures(models.Model):
    """Who took part, as counts: frozen before the first personal data of a consultation is emptied."""

    consultation = models.OneToOneField(Consultation, models.PROTECT, related_name="figures")
    people = models.PositiveIntegerField()
    civil_society = models.PositiveIntegerField()
    organizations = models.PositiveIntegerField()
    local_or_national = models.PositiveIntegerField()
    countries = models.PositiveIntegerField()
    # {code of the gender: people}; "" for who did not say.
    genders = models.JSONField(default=dict)
    # {kind of the need: people}
    needs = models.JSONField(default=dict)
    # Nobody was checked in: these are who was confirmed.
    are_expected = models.BooleanField(default=False)
    frozen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("figures of participation")


class PurgeProof(models.Model):
    """One kind of personal data was emptied: of how many people, when, and of whom, as a hash of their references."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="purge_proofs")
    # A kind of consultations.retention.
    kind = models.CharField(max_length=20)
    # As in every count, without those of an organization at risk; the hash is of all of them.
    rows = models.PositiveIntegerField()
    # SHA-256 of their references in order, one a line: who keeps the list can show that it is this one.
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("proofs that personal data were emptied")
