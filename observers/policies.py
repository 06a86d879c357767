"""Questions about a person and a thing of observer status. Page, button and API ask the same one.

They answer who may; whether it may happen now is for the verb to say, but for what a page would not even show.
"""

from observers.models import Recommendation
from observers.states import ApplicationState, ReviewState
from registry.models import Change, OrganizationKind
from registry.roles import Permission
from registry.states import OrganizationState

P = Permission
S = ApplicationState

# What leads to a decision, as the history names it: who did any of it had a part.
PARTS = [
    f"application.{verb}"
    for verb in (
        "screening_began",
        "incomplete",
        "complete",
        "reviewer_assigned",
        "review_ended",
        "conflict_cleared",
        "finding_recorded",
        "review_handed_in",
        "question_added",
        "questions_sent",
        "round_closed",
        "opinion_asked",
        "opinion_given",
        "settled",
        "recommendation_signed",
        "recommendation_returned",
        "recommended",
        "on_agenda",
        "off_agenda",
        "decided",
        "resumed",
    )
]

# --- The organization's side --------------------------------------------------------------------------------------


def may_start_application(user, organization):
    """Civil society organizations apply; States and intergovernmental bodies have another way."""
    return (
        user.holds_in(organization, P.WRITE_APPLICATION)
        and organization.kind == OrganizationKind.CSO
        and organization.state not in (OrganizationState.ARCHIVED, OrganizationState.MERGED)
    )


def may_write_application(user, application):
    return application.is_writable and user.holds_in(application.organization, P.WRITE_APPLICATION)


def may_send_application(user, application):
    return application.is_writable and user.holds_in(application.organization, P.SEND_APPLICATION)


def may_withdraw_application(user, application):
    return application.is_open and user.holds_in(application.organization, P.SEND_APPLICATION)


def may_hand_over_application(user, application):
    """Who leads it, or, when she has left, who manages the team."""
    organization = application.organization
    leads = user.pk == application.correspondent_id and user.holds_in(organization, P.WRITE_APPLICATION)
    return application.is_open and (leads or user.holds_in(organization, P.MANAGE_MEMBERS))


def may_answer_questions(user, application):
    return application.state == S.CLARIFICATION and user.holds_in(application.organization, P.WRITE_APPLICATION)


def may_ask_correction(user, application):
    return application.decisions.exists() and user.holds_in(application.organization, P.SEND_APPLICATION)


# --- IOM's side ---------------------------------------------------------------------------------------------------


def may_read_queue(user):
    return user.holds(P.READ_APPLICATIONS)


def has_declared(user, application):
    """Before anybody of the staff opens a file she says whether she has a conflict of interest."""
    return application.conflicts.filter(user=user, says="none").exists()


def may_manage_application(user, application):
    return user.holds(P.MANAGE_APPLICATIONS)


def may_screen(user, application):
    return application.state in (S.SUBMITTED, S.SCREENING) and (
        user.holds(P.REVIEW_APPLICATIONS) or user.holds(P.MANAGE_APPLICATIONS)
    )


def may_assign(user, application):
    return application.state in (S.IN_REVIEW, S.CLARIFICATION) and user.holds(P.MANAGE_APPLICATIONS)


def may_be_reviewer(user):
    return user.is_active and user.holds(P.REVIEW_APPLICATIONS)


def may_find(user, application):
    """Who was asked to review it, has declared, and has not handed in yet."""
    return application.state in (S.IN_REVIEW, S.CLARIFICATION) and (
        application.reviews.filter(reviewer=user, cycle=application.cycle, state=ReviewState.OPEN).exists()
    )


def may_ask(user, application):
    return application.state == S.IN_REVIEW and (
        user.holds(P.MANAGE_APPLICATIONS)
        or application.reviews.filter(reviewer=user, cycle=application.cycle)
        .exclude(state__in=[ReviewState.ASSIGNED, ReviewState.ENDED])
        .exists()
    )


def may_settle(user, application):
    """A third person: never one of the two who differ."""
    return (
        application.state == S.IN_REVIEW
        and user.holds(P.MANAGE_APPLICATIONS)
        and not application.reviews.filter(reviewer=user, cycle=application.cycle).exists()
    )


def may_recommend(user, application):
    return application.state == S.READY and user.holds(P.RECOMMEND)


def may_answer_opinion(user, opinion):
    """Who works in the unit that was asked."""
    units = {assignment.unit_id for assignment in user.current_assignments()}
    return opinion.unit_id in units


def may_ask_opinion(user, application):
    """Who manages applications, and who reviews this one."""
    return user.holds(P.MANAGE_APPLICATIONS) or (
        application.reviews.filter(reviewer=user, cycle=application.cycle).exclude(state=ReviewState.ENDED).exists()
    )


def may_translate(user, application):
    """Whoever works on applications; what the organization wrote stays beside it."""
    return user.holds(P.REVIEW_APPLICATIONS) or user.holds(P.MANAGE_APPLICATIONS)


def may_put_on_agenda(user, application):
    return application.state in (S.RECOMMENDED, S.WITH_COUNCIL) and user.holds(P.RECORD_DECISIONS)


def may_record_decisions(user):
    return user.holds(P.RECORD_DECISIONS)


def may_record_decision(user, application):
    """Never who recommended it."""
    signed = Recommendation.objects.filter(application=application, returned_at=None)
    return (
        application.state == S.WITH_COUNCIL
        and user.holds(P.RECORD_DECISIONS)
        and not any(user.pk in (r.signed_by_id, r.agreed_by_id) for r in signed)
    )


def may_answer_correction(user, correction):
    """Somebody else: who had any part in what led to the decision does not judge her own work."""
    application = correction.application
    return user.holds(P.MANAGE_APPLICATIONS) and user.pk not in took_part(application)


def took_part(application):
    """The keys of everybody whose work a correction could concern."""
    people = {review.reviewer_id for review in application.reviews.all()}
    people |= {settlement.settled_by_id for settlement in application.settlements.all()}
    for recommendation in application.recommendations.all():
        people |= {recommendation.signed_by_id, recommendation.agreed_by_id}
    people |= {decision.recorded_by_id for decision in application.decisions.all()}
    done = Change.objects.about(application.reference).filter(verb__in=PARTS, by_id__isnull=False)
    people |= set(done.order_by().values_list("by_id", flat=True))
    return people - {None}


def may_manage_criteria(user):
    """Only without a limit of countries: everybody who applies, anywhere, is judged by them."""
    return user.holds_everywhere(P.MANAGE_CRITERIA)


def may_manage_sessions(user):
    return user.holds(P.RECORD_DECISIONS)


# --- A status after admission -------------------------------------------------------------------------------------


def may_read_observers(user):
    return user.holds(P.READ_APPLICATIONS)


def may_manage_observers(user):
    return user.holds(P.MANAGE_OBSERVERS)


def may_manage_observer(user, observer):
    """Never of an organization that she acts for herself."""
    return user.holds(P.MANAGE_OBSERVERS) and not is_of_observer(user, observer)


def is_of_observer(user, observer):
    """Any member of the observer's organization: she may read its status, whatever her role."""
    return observer.organization_id is not None and any(
        m.organization_id == observer.organization_id for m in user.current_memberships()
    )


def may_write_confirmation(user, observer):
    return observer.organization_id is not None and user.holds_in(observer.organization, P.WRITE_APPLICATION)


def may_speak_for_observer(user, observer):
    """Sends a confirmation or a notice, names representatives, replies, resigns: administrators and signatories."""
    return observer.organization_id is not None and user.holds_in(observer.organization, P.SEND_APPLICATION)
