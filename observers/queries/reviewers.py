"""Who could review an application, and whom the registry holds back: for who manages applications, and nobody else."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from observers.models import Application, Conflict, Ground, Review
from observers.queries.reviews import are_readable, reviews_of
from observers.states import ReviewState
from registry.models import Membership, OrganizationLink, Partnership, User
from registry.roles import PERMISSIONS, Permission

FUNCTIONS = [function for function, held in PERMISSIONS.items() if Permission.REVIEW_APPLICATIONS in held]


@dataclass(frozen=True)
class Held:
    """Somebody whom the registry connects with the organization. A second person may find that it is no conflict."""

    person: User
    ground: str

    @property
    def ground_label(self):
        return Ground(self.ground).label


@dataclass(frozen=True)
class Seat:
    """One of the two reviews, as one reader may see it: a name only where it may be known."""

    number: int
    review: Review | None
    person: User | None
    is_me: bool


def eligible_reviewers(application):
    """Those for whom the file is open and who do not review it yet, with how many reviews each has in work."""
    taken = application.reviews.filter(cycle=application.cycle).values("reviewer")
    people = [person for person in _staff(FUNCTIONS).exclude(pk__in=taken) if _is_open(application, person)]
    loads = dict(
        Review.objects.filter(reviewer__in=people, state__in=[ReviewState.ASSIGNED, ReviewState.OPEN])
        .values_list("reviewer")
        .annotate(Count("pk"))
    )
    return [(person, loads.get(person.pk, 0)) for person in people]


def found_conflicts(application):
    """Whom the registry connects with the organization by a link or a programme, and nobody has cleared or declared."""
    organization = application.organization_id
    decided = Conflict.objects.filter(application=application)
    decided = decided.filter(Q(says="conflict") | Q(cleared_at__isnull=False)).values("user")
    links = OrganizationLink.objects.filter(Q(from_organization=organization) | Q(to_organization=organization))
    ends = {pk for pair in links.values_list("from_organization", "to_organization") for pk in pair} - {organization}
    units = Partnership.objects.filter(organization=organization, programme__unit__isnull=False)
    # Who is or was a member of it is never cleared.
    members = Membership.objects.filter(organization=organization).values("user")
    staff = _staff(list(PERMISSIONS)).exclude(pk__in=decided).exclude(pk__in=members)
    in_network = set(staff.filter(memberships__organization__in=ends).values_list("pk", flat=True))
    of_programme = staff.filter(
        assignments__unit__in=units.values("programme__unit"), assignments__ends_on__isnull=True
    )
    owners = set(of_programme.values_list("pk", flat=True))
    return [
        Held(person, Ground.NETWORK if person.pk in in_network else Ground.PROGRAMME)
        for person in staff.filter(pk__in=in_network | owners)
    ]


def seats(application, user):
    """The two reviews. Until both are in, one reviewer does not learn who the other is."""
    reviews = list(reviews_of(application).select_related("reviewer").order_by("assigned_at", "pk"))
    is_reviewer = any(review.reviewer_id == user.pk for review in reviews)
    is_told = are_readable(application) or (user.holds(Permission.MANAGE_APPLICATIONS) and not is_reviewer)
    if is_reviewer:
        # "First" and "second" by when they were asked would tell one of the other.
        reviews.sort(key=lambda review: review.reviewer_id != user.pk)
    filled = []
    for number, review in enumerate(reviews, 1):
        is_me = review.reviewer_id == user.pk
        filled.append(Seat(number, review, review.reviewer if is_told or is_me else None, is_me))
    return filled + [Seat(number, None, None, False) for number in range(len(filled) + 1, 3)]


def people_of(unit, application):
    """Who works in a unit and has no conflict of interest with the application: they can give its opinion."""
    people = User.objects.filter(is_active=True, assignments__unit=unit, assignments__ends_on=None).distinct()
    return [p for p in people if Application.objects.free_of_conflict(p).filter(pk=application.pk).exists()]


def _staff(functions):
    today = timezone.localdate()
    current = Q(assignments__ends_on__isnull=True) | Q(assignments__ends_on__gt=today)
    return (
        User.objects.filter(
            current, is_active=True, assignments__function__in=functions, assignments__starts_on__lte=today
        )
        .distinct()
        .order_by("name", "email", "pk")
    )


def _is_open(application, person):
    return Application.objects.open_to_staff(person).filter(pk=application.pk).exists()
