"""Facts: who said what of an organization, and when. What sources say differently is kept side by side."""

from django.db import models
from django.utils.translation import pgettext_lazy

from registry.models.organizations import Organization

# {field of a record: the freshness policy by which it ages}. Those of a contact are private, and said of its reference.
CONTACT_FIELDS = ("name", "email", "phone")
AGES_AS = {
    "names": "identity",
    "types": "identity",
    "identifiers": "identity",
    "hq_country": "identity",
    "founded": "identity",
    "levels": "organization",
    "hq_city": "organization",
    "presences": "organization",
    "languages": "organization",
    "description_en": "organization",
    "description_fr": "organization",
    "description_es": "organization",
    "website": "contact",
    **dict.fromkeys((f"contact_{field}" for field in CONTACT_FIELDS), "contact"),
}
# In the public profile; the others are for staff and for the organization itself.
PUBLIC_FIELDS = frozenset(AGES_AS) - {"hq_city", *(f"contact_{field}" for field in CONTACT_FIELDS)}


# A contact who answers by the link of a refresh campaign has no account: in facts, proposals and history she is named
# by this and the reference of the question that she answered.
BY_LINK = "link "
# The system of a partner, by its reference.
BY_CLIENT = "client "


class Teller(models.TextChoices):
    """Who said it."""

    CSO = "cso", pgettext_lazy("source", "The organization itself")
    STAFF = "staff", pgettext_lazy("source", "IOM staff")
    IMPORT = "import", pgettext_lazy("source", "An imported file")
    PARTNER = "partner", pgettext_lazy("source", "A partner system")
    REGISTRY = "registry", pgettext_lazy("source", "The registry itself")


class Fact(models.Model):
    """What one source last said of one field, and the day on which it was so.

    `stands` marks the statement on which the record rests: of those that say what the record says, the youngest. The
    others stay: what they say differently is a question for somebody. What is said of a contact is kept as a hash only.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="facts")
    field = models.CharField(max_length=20)
    # The reference of the contact that it is about; empty for the organization itself.
    about = models.CharField(max_length=12, blank=True)
    teller = models.CharField(max_length=10, choices=Teller)
    source = models.CharField(max_length=200, blank=True)
    value = models.JSONField(null=True)
    value_sha256 = models.CharField(max_length=64)
    observed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # The question of a refresh campaign by whose link it was said.
    told_in = models.CharField(max_length=12, blank=True, default="", db_default="")
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    # The younger of both days: by it the fact ages.
    seen_on = models.DateField(null=True, blank=True)
    # Since when something speaks against it, such as mail that came back: out of date until somebody says it again.
    doubted_on = models.DateField(null=True, blank=True)
    stands = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "about", "field", "teller", "source"], name="source_says_one_thing"
            ),
            models.UniqueConstraint(
                fields=["organization", "about", "field"], condition=models.Q(stands=True), name="one_fact_stands"
            ),
            models.CheckConstraint(condition=models.Q(field__in=sorted(AGES_AS)), name="fact_field_known"),
            models.CheckConstraint(condition=models.Q(teller__in=Teller.values), name="fact_teller_known"),
            models.CheckConstraint(
                condition=models.Q(verified_on__isnull=True, verified_by__isnull=True)
                | models.Q(verified_on__isnull=False, verified_by__isnull=False),
                name="fact_verified_by_somebody",
            ),
            models.CheckConstraint(condition=models.Q(about="") | models.Q(value=None), name="private_value_not_kept"),
        ]
        indexes = [
            models.Index(fields=["field", "seen_on"], condition=models.Q(stands=True), name="fact_by_age"),
            models.Index(fields=["told_in"], condition=~models.Q(told_in=""), name="fact_by_answer"),
        ]
