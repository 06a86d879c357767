"""What the tests of merges share: two records with everything attached, and a fingerprint of the whole database."""

import hashlib

from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from consultations.models import (
    ConsultationInvitation,
    Contribution,
    OpenQuestion,
    Recommendation,
    Registration,
    Topic,
)
from registry import actions
from registry.importers.documents import CleanFile
from registry.models import (
    FormerReference,
    ImportBatch,
    ImportRow,
    ImportTrace,
    Joining,
    Lesson,
    ListedPartnership,
    Listing,
    ListingFacet,
    ListingName,
    Organization,
    Programme,
)
from registry.queries import directory
from registry.roles import MemberRole
from registry.states import MatchState
from tests import make
from tests.observers import steps

# What a merge that was undone leaves behind on purpose: what happened, what people were told, and itself.
TRACES = {"registry_change", "registry_feedentry", "registry_message", "registry_mergeoperation"}
# Written anew from everything else; compared by what it says, see `fingerprint`.
PUBLISHED = {
    "registry_listing",
    "registry_listingversion",
    "registry_listingname",
    "registry_listingfacet",
    "registry_listedpartnership",
    "registry_facetbits",
}
# Counts up with each change, so that an edit form that was open is found out.
BOOKKEEPING = {"registry_organization": {"version", "updated_at"}}


def merged(winner, loser, *, first, second, **choices):
    """Proposed by one person and confirmed by another."""
    merge = actions.propose_merge(winner, loser, choices=choices, reason="One organization.", by=first)
    return actions.confirm_merge(merge, by=second)


def two_records(by):
    """The same organization twice, each with rows of every app; some say the same, most do not."""
    winner, loser = (
        make.organization(
            name,
            acronym="IRT",
            types=types,
            names=[{"kind": "translation", "text": "Fonds inventé", "language": "fr"}],
            hq_city=town,
            founded=founded,
            languages=["en", language],
            levels=["national"],
            identifiers=[{"scheme": "GB-CHC", "value": number}, {"scheme": "none", "value": ""}],
            presences=[{"country": "KEN"}, {"country": country, "admin1": "A province"}],
        )
        for name, types, town, founded, language, country, number in [
            ("Invented Relief Trust", ["ngo"], "Nairobi", None, "fr", "UGA", "1"),
            ("Invented Relief Trust (IRT)", ["ngo", "foundation"], "Mombasa", 1998, "es", "TCD", "2"),
        ]
    )
    network, branch = make.organization("A network"), make.organization("A branch")
    for organization in (winner, loser):
        make.link(organization, network)
    make.link(branch, loser, kind="branch_of")
    make.link(loser, winner, kind="affiliate_of")
    _people(winner, loser, by)
    make.partnership(winner, country="UGA", period=DateRange("2020-01-01", None))
    make.partnership(loser, country="UGA", period=DateRange("2022-01-01", "2024-01-01"))
    told = make.partnership(loser, area=2, country="TCD")
    told.activities.set(["research"])
    disputed = make.verified(loser, area=3, country="TCD", by=by)
    member = loser.memberships.get(role=MemberRole.ADMIN).user
    actions.confirm_partnerships(loser, versions={disputed.reference: disputed.version}, by=member)
    make.dispute(disputed, by=member)
    document = make.document(loser, by=by)
    actions.file_document(loser, file=_a_file(), by=by, kind="letter", title="A later letter", replaces=document)
    for code, donors in (("ONE", [winner, loser]), ("TWO", [loser])):
        Programme.objects.create(code=code, name_en=code).donors.set(donors)
    for co_organizers in ([winner, loser], [loser]):
        consultation = make.consultation(co_organizers=co_organizers)
    for organization in (winner, loser):
        _heard(consultation, organization)
    shelf = Programme.objects.get(code="ONE")
    Lesson.objects.create(programme=shelf, organization=loser, title="A lesson", text="A text", proposed_by=by)
    _import_of(loser, by)
    _told_of(winner, loser, by)
    application = steps.draft(loser)
    assert application.organization_id == loser.pk
    make.observer(loser)
    for organization in (winner, loser):
        actions.publish_listing(organization)
    return winner, loser


def _heard(consultation, organization):
    """Invited, registered, asking for something and writing; both to and at the same consultation."""
    invitation = ConsultationInvitation.objects.create(consultation=consultation, organization=organization)
    email = f"{organization.reference}@example.org"
    Registration.objects.create(
        consultation=consultation, invitation=invitation, organization=organization, name="Somebody", email=email
    )
    asked, _created = Recommendation.objects.get_or_create(
        consultation=consultation, number=1, defaults={"text_en": "Listen to those whom it concerns."}
    )
    asked.proposers.add(organization)
    topic = Topic.objects.create(
        consultation=consultation, organization=organization, title="A topic", text="A text", language="en"
    )
    for one in consultation.topics.all():
        if one.organization_id != organization.pk:
            one.supports.create(organization=organization)
            topic.supports.create(organization=one.organization)
    question, _created = OpenQuestion.objects.get_or_create(
        consultation=consultation, number=1, defaults={"text_en": "What would help most?"}
    )
    Contribution.objects.create(question=question, organization=organization, text="Words", language="en")
    asked.leads.add(organization)
    asked.subscriptions.create(organization=organization)
    asked.updates.create(organization=organization, claims="in_progress", text="Begun.")


def _people(winner, loser, by):
    both = make.member(winner, role=MemberRole.READER)
    loser.memberships.create(user=both, role=MemberRole.EDITOR)
    make.member(winner, role=MemberRole.ADMIN)
    make.member(loser, role=MemberRole.ADMIN, language="fr")
    for organization in (winner, loser):
        actions.invite_member(organization, email="asked@example.org", role="reader", by=by)
        make.contact(organization, role="head", name=f"Head of {organization.reference}")
    make.contact(loser, role="focal_point", name="A focal point")


def _told_of(winner, loser, by):
    """What staff noted, what members proposed, who came by which door, and what sources say of both."""
    other = make.staff()
    for organization in (winner, loser):
        actions.add_note(organization, kind="remark", text="A remark.", review_on=make.TODAY, by=by)
    concern = actions.add_note(loser, kind="concern", text="A concern.", review_on=make.TODAY, by=by)
    actions.agree_to_concern(concern, by=other)
    person, asking = make.user(), make.user()
    for organization in (winner, loser):
        Joining.objects.create(organization=organization, person=person, near=[winner.reference])
    actions.ask_claim(loser, file=_a_file(), note="I lead it.", by=asking)
    refused = actions.ask_claim(winner, file=_a_file(), by=asking)
    actions.refuse_claim(refused, reason="Not hers.", by=by)
    for organization, changes in ((winner, {"founded": 2001}), (loser, {"types": ["foundation"], "kind": "other"})):
        fresh = Organization.objects.get(pk=organization.pk)
        proposed = actions.change_own_record(fresh, changes=changes, by=person)
        if organization is loser:
            actions.decide_proposal(proposed, decisions={"kind": ("refused", "It is one.")}, by=by)
    match = make.match(winner)
    make.match(loser, entry=match.entry)
    cleared = make.match(loser)
    actions.judge_match(cleared, verdict=MatchState.CLEARED, reason="Another town.", by=by)
    actions.verify_fact(loser, "hq_city", on=make.TODAY, evidence="A letter.", by=other)
    actions.tell_import(
        {winner.pk: {"founded": 1999}, loser.pk: {"founded": 1998}}, source="A source", observed_on=make.TODAY, by=by
    )
    for organization in (winner, loser):
        organization.refresh_from_db()


def _import_of(organization, by):
    batch = ImportBatch.objects.create(uploaded_by=by, file_name="list.csv", sha256="0" * 64, source="A source", size=1)
    ImportRow.objects.create(batch=batch, number=1, key="1", verdict="update", organization=organization)
    ImportTrace.objects.create(
        source="A source", key="1", organization=organization, fingerprint="0" * 64, seen_on=make.TODAY
    )


def _a_file():
    data = f"%PDF-1.7 {timezone.now().isoformat()}".encode()
    return CleanFile("application/pdf", data, data)


def fingerprint():
    """{table: hash of all its rows}, and what the public can read."""
    told = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in TRACES | PUBLISHED or table in told:
                continue
            apart = BOOKKEEPING.get(table, ())
            columns = [f.column for f in model._meta.local_concrete_fields if f.column not in apart]
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            cursor.execute(f"SELECT row({names})::text FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608
            told[table] = hashlib.sha256("\n".join(row for (row,) in cursor).encode()).hexdigest()
    told["listings"] = sorted(Listing.objects.values_list("reference", "name", "facets", "etag"))
    told["names of listings"] = sorted(ListingName.objects.values_list("listing__reference", "text"))
    told["facets of listings"] = sorted(ListingFacet.objects.values_list("listing__reference", "value"))
    told["partnerships of listings"] = sorted(ListedPartnership.objects.values_list("listing__reference", "reference"))
    told["former references"] = sorted(FormerReference.objects.values_list("reference", "listing__reference"))
    told["totals"] = directory.totals()[0]
    return told
