"""Organizations: who they are, by every name they go by, and where they work."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry import references
from registry.models.base import Stamped
from registry.models.vocabularies import Country, IdentifierScheme, Level, OrganizationType
from registry.roles import PERMISSIONS, Permission
from registry.states import PUBLIC_STATES, OrganizationState, StateReason


def new_reference():
    return references.new("CSO")


def new_link_reference():
    return references.new("LNK")


class OrganizationKind(models.TextChoices):
    """The inventory counts civil society organizations; the others are known as donors and co-organizers."""

    CSO = "cso", _("Civil society organization")
    GOVERNMENT = "government", _("Government")
    IGO = "igo", _("Intergovernmental organization")
    UN = "un", _("United Nations body")
    OTHER = "other", _("Other")


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What this person may know of: staff all but those at risk that others answer for; members their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = models.Q(memberships__user=user, memberships__left_at__isnull=True)
        if not user.holds(Permission.READ_STAFF_PAGES):
            return self.filter(mine).distinct()
        readers = [a for a in user.current_assignments() if Permission.READ_AT_RISK in PERMISSIONS[a.function]]
        if any(not assignment.countries for assignment in readers):
            return self.all()
        countries = [code for assignment in readers for code in assignment.countries]
        present = Presence.objects.filter(country__in=countries).values("organization")
        return self.filter(models.Q(is_at_risk=False) | models.Q(hq_country__in=countries) | models.Q(pk__in=present))

    def covered_by(self, assignments):
        """Those that one of these assignments covers, as policies ask it of one record.

        A record without any country belongs to everybody.
        """
        if any(not assignment.countries for assignment in assignments):
            return self.all()
        countries = [code for assignment in assignments for code in assignment.countries]
        if not countries:
            return self.none()
        present = Presence.objects.filter(country__in=countries).values("organization")
        partners = self.model.objects.filter(partnerships__country__in=countries).values("pk")
        here = Presence.objects.filter(organization=models.OuterRef("pk"))
        partner = self.model.objects.filter(pk=models.OuterRef("pk"), partnerships__isnull=False)
        return self.filter(
            models.Q(hq_country__in=countries)
            | models.Q(pk__in=present)
            | models.Q(pk__in=partners)
            | models.Q(~models.Exists(here), ~models.Exists(partner), hq_country=None)
        )

    def named_publicly(self):
        """Those that may be named beside something public, such as what they pay for: never one at risk.

        A civil society organization is named while it is listed. Who is none, such as a ministry, has no listing, for
        it is not in the inventory; that it pays or takes part is a fact of the other thing.
        """
        known = self.filter(is_at_risk=False).exclude(state=OrganizationState.MERGED)
        return known.filter(models.Q(listing__isnull=False) | ~models.Q(kind=OrganizationKind.CSO))

    def publishable(self):
        """Those that may have a listing: never one at risk."""
        return self.filter(state__in=PUBLIC_STATES, is_at_risk=False)


class Organization(Stamped):
    """A body outside IOM that IOM works with, above all a civil society organization.

    `listed`, `confirmed` and `verified` are three levels of trust, each with a date of its own.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganizationKind, default=OrganizationKind.CSO)
    state = models.CharField(max_length=10, choices=OrganizationState, default=OrganizationState.DRAFT)
    state_code = models.CharField(max_length=20, choices=StateReason, blank=True, default="", db_default="")
    state_reason = models.CharField(max_length=300, blank=True)
    types = models.ManyToManyField(OrganizationType, verbose_name=_("type"), related_name="organizations", blank=True)
    type_explained = models.CharField(_("other type, explained"), max_length=200, blank=True)
    levels = models.ManyToManyField(Level, verbose_name=_("level"), related_name="organizations", blank=True)
    hq_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country of the head office")
    )
    hq_city = models.CharField(_("town of the head office"), max_length=100, blank=True)
    founded = models.PositiveSmallIntegerField(_("year of foundation"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=10), verbose_name=_("working languages"), default=list, blank=True
    )
    description_en = models.CharField(_("description in English"), max_length=500, blank=True)
    description_fr = models.CharField(_("description in French"), max_length=500, blank=True)
    description_es = models.CharField(_("description in Spanish"), max_length=500, blank=True)

    is_at_risk = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")

    source = models.CharField(_("source"), max_length=200, blank=True)
    observed_on = models.DateField(_("as of"), null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=OrganizationState.values), name="organization_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state_code__in=["", *StateReason.values]), name="state_reason_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="archived") | ~models.Q(state_code=""),
                name="organization_archived_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state_code="other") | ~models.Q(state_reason=""),
                name="other_state_reason_in_words",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganizationKind.values), name="organization_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
                name="merged_into_another",
            ),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="not_merged_into_itself"),
            models.CheckConstraint(
                condition=models.Q(verified_on__isnull=True, verified_by__isnull=True)
                | models.Q(verified_on__isnull=False, verified_by__isnull=False),
                name="organization_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(founded__isnull=True) | models.Q(founded__gte=1000, founded__lte=2200),
                name="organization_founded_in_a_year",
                violation_error_message=_("Write the year with four digits, such as 1998."),
            ),
        ]
        indexes = [models.Index(fields=["state", "reference"], name="organization_by_state")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("registry:organization-detail", args=[self.reference])

    @property
    def name(self):
        """The name to show: the primary one, else any. Reads `names` when they were prefetched."""
        names = sorted(self.names.all(), key=lambda name: (not name.is_primary, name.kind != "legal", name.pk))
        return names[0].text if names else self.reference

    @property
    def acronym(self):
        return next((name.text for name in self.names.all() if name.kind == "acronym"), "")

    @property
    def trust(self):
        """verified (IOM saw evidence), confirmed (it said so itself), or listed."""
        if self.verified_on:
            return "verified"
        return "confirmed" if self.confirmed_on else "listed"

    def countries_of_work(self, partnerships=None):
        """ISO alpha-3 codes: where it is present or has a partnership (any, or one of these), and its head office."""
        partnerships = self.partnerships.all() if partnerships is None else partnerships
        codes = {presence.country_id for presence in self.presences.all()}
        codes |= {partnership.country_id for partnership in partnerships}
        return sorted((codes | {self.hq_country_id}) - {None})


class OrganizationName(models.Model):
    """One name of an organization, in one language. Former names stay findable for ever."""

    class Kind(models.TextChoices):
        LEGAL = "legal", pgettext_lazy("name", "Official name")
        TRANSLATION = "translation", pgettext_lazy("name", "Translation")
        ACRONYM = "acronym", pgettext_lazy("name", "Acronym")
        LOCAL = "local", pgettext_lazy("name", "Name in local script")
        FORMER = "former", pgettext_lazy("name", "Former name")
        OTHER = "other", pgettext_lazy("name", "Other name")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="names")
    kind = models.CharField(_("kind of name"), max_length=12, choices=Kind, default=Kind.LEGAL)
    text = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    # Index keys of the name (registry/matching/keys.py): by them an import and an edit find what may be the same.
    keys = ArrayField(models.IntegerField(), default=list, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    script = models.CharField(max_length=4, blank=True)
    is_primary = models.BooleanField(_("shown first"), default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(is_primary=True),
                name="one_name_shown_first",
            ),
            models.UniqueConstraint(
                fields=["organization", "kind", "text", "language"],
                name="name_told_once",
                violation_error_message=_("This name is there already."),
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="name_not_empty"),
        ]
        indexes = [
            models.Index(fields=["folded"], name="name_folded"),
            GinIndex(fields=["keys"], name="name_keys", fastupdate=False),
        ]

    def __str__(self):
        return self.text


class OrganizationIdentifier(models.Model):
    """What another register calls the organization; or the statement that no public register exists where it is."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="identifiers")
    scheme = models.ForeignKey(IdentifierScheme, models.PROTECT, related_name="+", verbose_name=_("register"))
    value = models.CharField(_("identifier"), max_length=100, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=models.Q(valid_until__isnull=True) & ~models.Q(value=""),
                name="identifier_names_one_organization",
                violation_error_message=_("Another organization has this identifier."),
            ),
            models.UniqueConstraint(fields=["organization", "scheme", "value"], name="identifier_told_once"),
        ]


class OrganizationLink(models.Model):
    """How two organizations hang together, from one day to another."""

    class Kind(models.TextChoices):
        BRANCH_OF = "branch_of", _("Branch of")
        MEMBER_OF = "member_of", _("Member of the network")
        AFFILIATE_OF = "affiliate_of", _("Affiliate of")
        SUCCESSOR_OF = "successor_of", _("Successor of")

    # Links that lead upwards or back: whoever follows them never comes to where she began.
    WITHOUT_CIRCLE = frozenset({Kind.BRANCH_OF, Kind.SUCCESSOR_OF})

    reference = models.CharField(max_length=12, default=new_link_reference, editable=False, unique=True)
    kind = models.CharField(_("kind of link"), max_length=20, choices=Kind)
    from_organization = models.ForeignKey(Organization, models.PROTECT, related_name="links")
    to_organization = models.ForeignKey(Organization, models.PROTECT, related_name="links_to_it")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("links to other organizations")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_organization=models.F("to_organization")), name="link_to_another"
            ),
            models.UniqueConstraint(
                fields=["from_organization", "kind", "to_organization"],
                condition=models.Q(ends_on__isnull=True),
                name="link_told_once",
                violation_error_message=_("This link is there already."),
            ),
        ]


class Presence(models.Model):
    """An organization works in this place, as a source saw it on a day. Not yet a partnership with IOM."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="presences")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    admin1 = models.CharField(_("province or region"), max_length=100, blank=True)
    admin1_code = models.CharField(max_length=20, blank=True)
    # In the words of the source, such as humanitarian clusters; these are not areas of cooperation.
    sectors = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    source = models.CharField(max_length=200, blank=True)
    observed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("places of work")
        constraints = [
            models.UniqueConstraint(fields=["organization", "country", "admin1"], name="presence_told_once"),
        ]


class AtRisk(models.Model):
    """Why an organization must not be found. One person raises it; two must agree before it ends."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="risks")
    reason = models.TextField()
    raised_at = models.DateTimeField(auto_now_add=True)
    raised_by = models.ForeignKey("registry.User", models.PROTECT, related_name="+")
    lift_proposed_at = models.DateTimeField(null=True, blank=True)
    lift_proposed_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("registry.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(lifted_at__isnull=True), name="one_open_risk"
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_by__isnull=True) | ~models.Q(lifted_by=models.F("lift_proposed_by")),
                name="risk_lifted_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False, lift_proposed_by__isnull=False),
                name="risk_lifted_after_proposal",
            ),
        ]
