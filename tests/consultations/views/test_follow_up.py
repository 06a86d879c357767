"""What became of it, as everybody reads it; and what nobody outside may learn from it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from consultations import actions
from consultations.models import Consultation, Recommendation
from consultations.queries import follow_up
from registry.actions import archive_organization, mark_at_risk
from registry.models import Area, Change, Message
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)
# The fourteen of an edition like that of Istanbul: how far each came in a year.
FOURTEEN = ["done"] * 4 + ["in_progress"] * 3 + ["answered"] * 3 + ["assigned"] * 3 + ["recorded"]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """Nothing is overdue by the day on which the tests run."""
    monkeypatch.setattr(follow_up, "today", lambda: TODAY)


def follow_up_of(client, consultation, language="en", **asked):
    return client.get(f"/{language}/consultations/{consultation.slug}/follow-up/", asked)


def published(count=1, **fields):
    consultation = fields.pop("consultation", None) or make.held()
    for number in range(count):
        make.recommendation(consultation, **({"text_en": f"Recommendation number {number + 1}"} | fields))
    return actions.publish_recommendations(consultation, by="test")


def test_nothing_is_read_before_it_is_published(client):
    asked = make.recommendation(text_en="A secret")

    for address in (f"/en/consultations/{asked.consultation.slug}/follow-up/", "/en/recommendations/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "A secret" not in answer.content.decode()
    assert "Not published yet" in follow_up_of(client, asked.consultation).content.decode()


def test_the_follow_up_of_an_idea_is_not_there(client):
    assert follow_up_of(client, make.consultation()).status_code == 404


def test_each_shows_its_answer_or_that_it_is_overdue(client):
    consultation = make.held()
    answered, late = (make.recommendation(consultation, state="assigned") for _one in range(2))
    make.answer(answered, verdict="part", reason_en="Half is paid for.")
    actions.publish_recommendations(consultation, by="test")

    text = follow_up_of(client, consultation).content.decode()

    assert "Accepted in part" in text
    assert "Half is paid for." in text
    assert "Answer overdue" in text.partition(late.reference)[2]
    assert "Answer overdue" not in text.partition(late.reference)[0]


def test_a_text_that_is_not_translated_says_so(client):
    consultation = published(text_en="Open safe routes.")

    text = follow_up_of(client, consultation, "fr").content.decode()

    assert "Open safe routes." in text
    assert "(en anglais seulement)" in text


def test_a_report_says_in_which_language_it_is(client):
    consultation = make.held()
    asked = make.recommendation(consultation, state="answered", text_fr="Ouvrez des voies.")
    actions.report_action(asked, claims="in_progress", text="Ha comenzado.", language="es", by="test")
    actions.publish_recommendations(consultation, by="test")

    text = follow_up_of(client, consultation, "fr").content.decode()

    assert '<span lang="es">Ha comenzado.</span> <span class="xs muted">(en espagnol seulement)</span>' in text


def test_what_people_typed_is_text_and_nothing_else(client):
    consultation = make.held()
    asked = make.recommendation(consultation, state="assigned", text_en="<script>alert(1)</script>")
    make.answer(asked, verdict="part", reason_en="<img src=x onerror=alert(1)>")
    actions.publish_recommendations(consultation, by="test")

    text = follow_up_of(client, consultation).content.decode()

    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("how", ["at risk", "not listed"])
def test_who_may_not_be_named_is_not_told_of_in_any_way(client, how, curator):
    named, hidden = make.organization("A Named One"), make.organization("A Hidden One")
    consultation = make.held()
    asked = make.recommendation(consultation, proposers=[named, hidden])
    actions.assign_recommendations(consultation, recommendations=[asked], leads=[named, hidden], by="test")
    actions.report_action(asked, claims="in_progress", text="We hide", organization=hidden, by="test")
    actions.publish_recommendations(consultation, by="test")
    if how == "at risk":
        mark_at_risk(hidden, reason="a test", by=curator)
    else:
        archive_organization(hidden, reason="closed", by=curator)

    for address in (f"/en/consultations/{consultation.slug}/follow-up/", "/en/recommendations/"):
        text = client.get(address).content.decode()
        assert "A Named One" in text
        for trace in ("A Hidden One", hidden.reference, "We hide"):
            assert trace not in text
        unknown, asked_for = (
            client.get(address, {"organization": reference}).content.decode().replace(reference, "")
            for reference in ("CSO-00000000", hidden.reference)
        )
        assert unknown == asked_for


def test_staff_who_may_not_know_of_an_organization_do_not_read_that_it_asked(client, curator):
    hidden = make.organization("A Hidden One")
    asked = make.recommendation(proposers=[hidden])
    mark_at_risk(hidden, reason="a test", by=curator)
    client.force_login(make.staff("consultation_organizer"))

    for name, reference in (
        ("staff-recommendation", asked.reference),
        ("recommendation-edit", asked.reference),
        ("staff-recommendations", asked.consultation.reference),
    ):
        text = client.get(reverse(f"consultations:{name}", args=[reference])).content.decode()
        assert "A Hidden One" not in text
        assert hidden.reference not in text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["1", "2", "3", "4"]),
        ({"edition": "other"}, ["4"]),
        ({"area": "2"}, ["2"]),
        ({"level": "national"}, ["3"]),
        ({"state": "done"}, ["4"]),
        ({"state": "overdue"}, ["1"]),
        ({"addressee": "csos"}, []),
        ({"level": "nonsense"}, []),
    ],
)
def test_recommendations_of_all_years_are_filtered(client, asked, found):
    one, other = make.held(), make.held(slug="other", starts_on=date(2024, 10, 7))
    make.recommendation(one, text_en="1", state="assigned")
    make.recommendation(one, text_en="2", area=Area.objects.get(pk=2))
    make.recommendation(one, text_en="3", level="national")
    make.recommendation(other, text_en="4", state="done")
    for consultation in (one, other):
        actions.publish_recommendations(consultation, by="test")

    answer = client.get("/en/recommendations/", asked)

    assert [one.text for one in answer.context["page"]] == found


def test_they_are_found_by_the_organization_that_asked(client):
    organization = make.organization("Asker")
    consultation = published(2)
    make.recommendation(consultation, text_en="Theirs", proposers=[organization])
    actions.publish_recommendations(consultation, by="test")

    answer = client.get("/en/recommendations/", {"organization": organization.reference})

    assert [one.text for one in answer.context["page"]] == ["Theirs"]


def test_the_page_of_an_organization_shows_what_it_asked_for_once_that_is_public(client):
    organization = make.organization()
    asked = make.recommendation(text_en="Open safe routes.", proposers=[organization])
    before = client.get(organization.get_absolute_url()).content.decode()

    actions.publish_recommendations(asked.consultation, by="test")

    after = client.get(organization.get_absolute_url()).content.decode()
    assert "Open safe routes." not in before
    assert "Open safe routes." in after
    assert f"/recommendations/?organization={organization.reference}" in after


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(client, count, django_assert_max_num_queries):
    organization = make.organization()
    consultation = published(count, proposers=[organization], state="done")

    with django_assert_max_num_queries(10):
        answer = follow_up_of(client, consultation)

    assert len(answer.context["page"].object_list) == count


def test_fourteen_recommendations_are_followed_into_the_next_edition(client):
    past = make.held(name_en="First edition")
    for state in FOURTEEN:
        make.recommendation(past, state=state)
    late = make.answer(past.recommendations.filter(state="in_progress").first(), due_on=date(2026, 2, 1))
    make.answer(
        past.recommendations.filter(state="answered").first(),
        verdict="not",
        reason_en="Not our mandate.",
        action_en="",
        due_on=None,
    )
    actions.publish_recommendations(past, by="test")
    coming = make.consultation(state="planned", copied_from=past)

    answer = client.get(f"/en/consultations/{coming.slug}/opening/")

    told = answer.context["standing"]
    assert (told.made, told.answered, len(told.done), len(told.under_way)) == (14, 10, 4, 4)
    assert (len(told.overdue), len(told.waiting), len(told.refused)) == (4, 1, 1)
    assert late.recommendation in told.overdue
    text = answer.content.decode()
    assert all(f"Recommendation {number}</b>" in text for number in range(1, 15))
    assert "<form" not in text.partition("<main")[2].partition("</main")[0]
    assert f"/consultations/{coming.slug}/opening/" in client.get(coming.get_absolute_url()).content.decode()


def test_the_opening_is_made_from_the_edition_before_in_the_series(client):
    series = actions.create_series(code="a-series", name_en="A series", by="test")
    older = make.held(series=series, starts_on=date(2024, 10, 7))
    before = make.held(series=series, starts_on=date(2025, 10, 7))
    published(consultation=older)
    published(2, consultation=before)
    coming = make.consultation(state="planned", series=series)

    assert client.get(f"/en/consultations/{coming.slug}/opening/").context["standing"].made == 2


def test_an_edition_without_an_earlier_one_has_no_opening(client):
    assert client.get(f"/en/consultations/{make.consultation(state='planned').slug}/opening/").status_code == 404


# --- Members ------------------------------------------------------------------------------------------------------


def test_a_member_follows_for_her_organization_and_stops(client):
    organization = make.organization()
    client.force_login(make.member(organization))
    consultation = published()
    asked = consultation.recommendations.get()
    place = [consultation.slug, asked.reference, organization.reference]

    told = client.post(reverse("consultations:recommendation-follow", args=place), follow=True).content.decode()
    client.post(reverse("consultations:recommendation-follow", args=place))
    followers = asked.subscriptions.count()
    client.post(reverse("consultations:recommendation-unfollow", args=place))

    assert "Your organization is told of each change by e-mail." in told
    assert (followers, asked.subscriptions.count()) == (1, 0)


def test_a_lead_reports_with_evidence_and_staff_close_it(client):
    lead = make.organization("A Lead")
    member = make.member(lead)
    asked = make.recommendation()
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[lead], by="test")
    place = [asked.consultation.slug, asked.reference, lead.reference]
    address, typed = reverse("consultations:action-report", args=place), {"language": "en", "text": "It is done."}
    client.force_login(member)
    page = client.get(reverse("consultations:my-follow-up", args=place[:1])).content.decode()

    refused = client.post(address, typed | {"claims": "done"})
    client.post(address, typed | {"claims": "done", "link": "https://example.org/"})
    client.force_login(make.staff("consultation_organizer"))
    client.post(reverse("consultations:recommendation-close", args=[asked.reference, asked.updates.get().reference]))

    asked.refresh_from_db()
    assert "Report for A Lead" in page
    assert refused.status_code == 422
    assert "What is done needs evidence" in refused.content.decode()
    assert asked.state == "done"


def test_who_does_not_lead_it_finds_no_page_to_report_on_it(client):
    organization = make.organization()
    client.force_login(make.member(organization))
    asked = make.recommendation()
    place = [asked.consultation.slug, asked.reference, organization.reference]

    assert client.get(reverse("consultations:action-report", args=place)).status_code == 404


def test_a_lead_shows_one_of_its_documents_and_who_decides_opens_it(client, curator):
    lead = make.organization()
    shown, internal = (
        make.document(lead, by=curator, visibility=visibility, title=f"For {visibility}")
        for visibility in ("members", "staff")
    )
    asked = make.recommendation()
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[lead], by="test")
    place = [asked.consultation.slug, asked.reference, lead.reference]
    client.force_login(make.member(lead))

    page = client.get(reverse("consultations:action-report", args=place)).content.decode()
    typed = {"claims": "done", "language": "en", "text": "x"}
    refused = client.post(reverse("consultations:action-report", args=place), typed | {"document": internal.reference})
    client.post(reverse("consultations:action-report", args=place), typed | {"document": shown.reference})
    update = asked.updates.get()
    client.force_login(make.staff("consultation_organizer"))
    opened = client.get(reverse("consultations:recommendation-evidence", args=[asked.reference, update.reference]))

    assert "For members" in page
    assert "For staff" not in page
    assert (refused.status_code, update.document) == (422, shown)
    assert b"".join(opened.streaming_content).startswith(b"%PDF")
    assert Change.objects.filter(verb="document.read").exists()


def test_a_link_that_would_run_is_refused(client):
    lead = make.organization()
    asked = make.recommendation()
    actions.assign_recommendations(asked.consultation, recommendations=[asked], leads=[lead], by="test")
    client.force_login(make.member(lead))
    place = [asked.consultation.slug, asked.reference, lead.reference]

    typed = {"claims": "done", "language": "en", "text": "x", "link": "javascript:alert(1)"}
    answer = client.post(reverse("consultations:action-report", args=place), typed)

    assert answer.status_code == 422
    assert not asked.updates.exists()


def test_a_reader_of_an_organization_neither_reports_nor_follows(client):
    organization = make.organization()
    client.force_login(make.member(organization, role="reader"))
    consultation = published()
    place = [consultation.slug, consultation.recommendations.get().reference, organization.reference]

    assert client.post(reverse("consultations:recommendation-follow", args=place)).status_code == 403
    assert not Message.objects.exists()


def test_a_member_reads_what_iom_answered_and_why_one_was_dropped(client):
    answered = make.recommendation(state="assigned")
    edition = answered.consultation
    make.answer(answered, verdict="accept", reason_en="It is our plan too.")
    dropped = make.recommendation(edition)
    actions.drop_recommendation(dropped, reason="Said twice.", language="en", by="test")
    Consultation.objects.update(recommendations_published_at=timezone.now(), published_at=timezone.now())
    Recommendation.objects.update(published_at=timezone.now())
    client.force_login(make.member())

    text = client.get(reverse("consultations:my-follow-up", args=[edition.slug])).content.decode()

    assert "It is our plan too." in text
    assert "Dropped, because: Said twice." in text
    assert reverse("consultations:follow-up", args=[edition.slug]) in text


@pytest.mark.parametrize(("language", "words"), [("fr", "Ce que cela est devenu"), ("es", "Qué fue de ello")])
def test_title_and_heading_of_the_follow_up_say_the_same(language, words):
    with translation.override(language):
        assert gettext("What became of it: %(consultation)s").startswith(words)
        assert pgettext("recommendations", "What became of it") == words
