"""The report as staff write it and as everybody reads it: page, PDF and DOCX tell the same."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone, translation
from docx import Document

from consultations import actions
from consultations.models import Consultation, Report
from consultations.states import ReportState
from consultations.views.report_words import KINDS, report_view
from registry.models import Country, Level, Organization
from registry.roles import Function
from tests import make
from tests.consultations import outcomes
from tests.consultations.people import named

S = ReportState
pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert(1)</script> #set page(fill: red) {{ "x" }} =HYPERLINK("x")'


def url(name, *args):
    return reverse(f"consultations:{name}", args=args)


@pytest.fixture
def organizer(client, db):
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))
    return client


def of_2023():
    """The humanitarian consultation of 11 October 2023, with invented people: 87, 58 of 52 organizations, 32, 25."""
    consultation = outcomes.held(name_en="Consultation of 2023 (invented people)", format="hybrid", place="Geneva")
    countries = list(Country.objects.filter(is_deprecated=False).order_by("pk")[:25])
    organizations = Organization.objects.bulk_create(
        Organization(state="published", hq_country=countries[n % 25]) for n in range(52)
    )
    levels = {level.code: level for level in Level.objects.all()}
    link = Organization.levels.through
    link.objects.bulk_create(
        link(organization=one, level=levels[("local", "national")[n % 2] if n < 32 else "global"])
        for n, one in enumerate(organizations)
    )
    # At work in one country and beyond it: not a local one.
    link.objects.bulk_create(link(organization=one, level=levels["local"]) for one in organizations[32:38])
    for organization in [*organizations, *organizations[:6]]:
        outcomes.participants(consultation, part="cso", organization=organization)
    outcomes.participants(consultation, number=29, part="iom", country_id=countries[0].pk)
    outcomes.participants(consultation, number=9, state="no_show", part="iom", country_id="TUV")
    return consultation


def pdf_text(content):
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))


def docx_text(content):
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def words(text):
    return " ".join(text.split())


def test_the_figures_of_2023_come_out_right_on_the_page_in_the_pdf_and_in_the_docx(client):
    consultation = of_2023()
    outcomes.published_report(consultation, introduction_en="A hybrid day in Geneva.")

    page = client.get(url("report", consultation.slug))
    pdf = client.get(url("report-file", consultation.slug, 1, "pdf")).content
    docx = client.get(url("report-file", consultation.slug, 1, "docx")).content

    rows = page.context["view"]["counts"]["rows"]
    assert [row["number"] for row in rows] == ["87", "58", "52", "32", "25"]
    for row in rows:
        assert f'<th scope="row">{row["label"]}</th><td class="r num">{row["number"]}</td>' in page.content.decode()
        assert f"{row['label']} {row['number']}" in words(pdf_text(pdf))
        assert f"{row['label']} {row['number']}" in words(docx_text(docx))


def test_a_report_is_read_in_the_language_of_the_reader_with_honest_marks(client):
    consultation = outcomes.held(name_en="A consultation", name_fr="Une consultation")
    outcomes.recommendation(consultation, text_en="", text_fr="", text_es="Formar a las organizaciones.")
    outcomes.published_report(consultation, introduction_en="Welcome.", introduction_fr="Bienvenue.")

    with translation.override("fr"):
        with_marks = client.get(url("report", consultation.slug)).content.decode()

    assert "Bienvenue." in with_marks
    assert "Welcome." not in with_marks
    assert '<span lang="es" dir="auto">Formar a las organizaciones.</span>' in with_marks
    assert "espagnol" in with_marks


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_same_report_gives_the_same_bytes(kind):
    report = outcomes.published_report(outcomes.held(), next_steps_en="To be answered in 60 days.")

    first, second = (KINDS[kind][0](report_view(Report.objects.get(pk=report.pk))) for _time in range(2))

    assert first == second


def test_a_hostile_text_stays_text(client):
    consultation = outcomes.held(name_en=HOSTILE)
    outcomes.recommendation(consultation, text_en=HOSTILE)
    outcomes.published_report(consultation, introduction_en=HOSTILE, next_steps_en=HOSTILE)

    page = client.get(url("report", consultation.slug)).content.decode()
    pdf = client.get(url("report-file", consultation.slug, 1, "pdf")).content
    docx = client.get(url("report-file", consultation.slug, 1, "docx")).content

    assert "<script>alert" not in page
    for text in (pdf_text(pdf), docx_text(docx)):
        assert words(text).count("#set page(fill: red)") >= 4


@pytest.mark.parametrize(("kind", "read"), [("pdf", pdf_text), ("docx", docx_text)])
def test_a_report_tells_what_was_recommended_and_names_nobody_who_came(client, kind, read):
    consultation = outcomes.held(name_en="Invented consultation")
    person = named(
        consultation, make.organization("Quiet Aid"), state="attended", name="Amina Quiet", function="Driver"
    )
    outcomes.recommendation(consultation, text_en="Fund local networks.")
    outcomes.recommendation(consultation, number=2, text_en="Dropped words.", state="dropped", dropped_reason="Twice.")
    outcomes.published_report(consultation, introduction_en="It was held.")

    text = words(read(client.get(url("report-file", consultation.slug, 1, kind)).content))

    for told in ("Invented consultation", "It was held.", "Fund local networks."):
        assert told in text
    for private in ("Amina Quiet", person.email, person.reference, "Driver"):
        assert private not in text


def test_what_is_not_published_is_not_there(client):
    consultation = outcomes.held()
    actions.begin_report(consultation, by="test")

    assert client.get(url("report", consultation.slug)).status_code == 404
    assert client.get(url("report-version", consultation.slug, 1)).status_code == 404
    assert client.get(url("report-file", consultation.slug, 1, "pdf")).status_code == 404
    assert url("report", consultation.slug) not in client.get(consultation.get_absolute_url()).content.decode()


def test_a_report_leads_to_what_became_of_its_recommendations(client):
    consultation = outcomes.held()
    outcomes.published_report(consultation)
    before = client.get(url("report", consultation.slug)).content.decode()

    Consultation.objects.update(recommendations_published_at=timezone.now())
    after = client.get(url("report", consultation.slug)).content.decode()

    assert [url("follow-up", consultation.slug) in text for text in (before, after)] == [False, True]


def test_an_older_version_stays_readable_and_leads_to_the_latest(client):
    consultation = outcomes.held()
    outcomes.published_report(consultation, introduction_en="As it was.")
    outcomes.published_report(consultation, introduction_en="As it is.")

    latest = client.get(url("report", consultation.slug)).content.decode()
    older = client.get(url("report-version", consultation.slug, 1)).content.decode()

    assert "As it is." in latest
    assert "As it was." in older
    assert "There is a newer version of this report" in older
    assert client.get(url("report-file", consultation.slug, 1, "exe")).status_code == 404
    assert url("report", consultation.slug) in client.get(consultation.get_absolute_url()).content.decode()


def test_a_draft_does_not_deny_recommendations_that_are_recorded_and_not_yet_published(organizer):
    consultation = outcomes.held()
    organizer.post(url("report-new", consultation.reference))

    text = organizer.get(url("staff-report", consultation.reference, 1)).content.decode()

    assert "No recommendation is published." in text


def test_an_organizer_writes_and_sends_and_another_one_publishes(organizer, client):
    consultation = outcomes.held()
    one = consultation.reference

    organizer.post(url("report-new", one))
    organizer.post(url("report-edit", one, 1), {"introduction_en": "Welcome.", "version": 1})
    organizer.post(url("report-send", one, 1), {"version": 2})
    mine = organizer.get(url("staff-report", one, 1)).content.decode()
    refused = organizer.post(url("report-publish", one, 1), {"version": 3})
    client.force_login(make.staff(Function.CONSULTATION_ORGANIZER))
    client.post(url("report-publish", one, 1), {"version": 3})

    assert "somebody else publishes it" in mine
    assert "Publish the report" not in mine
    assert refused.status_code == 403
    assert Report.objects.get().state == S.PUBLISHED


def test_a_report_is_given_back_with_a_reason(organizer, client):
    consultation = outcomes.held()
    report = actions.begin_report(consultation, by="test")
    actions.send_report_to_review(report, by=make.staff())

    empty = organizer.post(url("report-return", consultation.reference, 1), {"reason": "", "version": 2})
    organizer.post(url("report-return", consultation.reference, 1), {"reason": "Count again.", "version": 2})

    assert empty.status_code == 422
    assert "Count again." in organizer.get(url("staff-report", consultation.reference, 1)).content.decode()


def test_of_two_who_write_at_once_the_second_reads_both_texts(organizer):
    consultation = outcomes.held()
    report = actions.begin_report(consultation, by="test")
    actions.edit_report(report, changes={"introduction_en": "Hers"}, by="test")

    answer = organizer.post(url("report-edit", consultation.reference, 1), {"introduction_en": "Mine", "version": 1})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Hers" in text
    assert "Mine" in text
    assert 'name="version" value="2"' in text


@pytest.mark.parametrize(("function", "status"), [(Function.CURATOR, 403), (None, 404)])
def test_other_staff_read_and_members_find_nothing(client, function, status):
    consultation = outcomes.held()
    actions.begin_report(consultation, by="test")
    client.force_login(make.staff(function) if function else make.member())

    pages = [
        client.get(url("staff-reports", consultation.reference)),
        client.get(url("staff-report", consultation.reference, 1)),
    ]

    assert {page.status_code for page in pages} == ({200} if function else {404})
    assert client.post(url("report-new", consultation.reference)).status_code == status
    assert client.post(url("report-send", consultation.reference, 1), {"version": 1}).status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_costs_the_same_for_one_and_for_three(client, count, django_assert_num_queries):
    consultation = outcomes.held()
    for number in range(count):
        outcomes.recommendation(consultation, number=number + 1)
    outcomes.participants(consultation, number=count)
    outcomes.published_report(consultation)
    client.get(url("report", consultation.slug))

    with django_assert_num_queries(2):
        client.get(url("report", consultation.slug))


def test_without_a_second_organizer_the_page_says_that_nobody_could_publish(organizer):
    report = actions.begin_report(outcomes.held(), by="test")
    address = url("staff-report", report.consultation.reference, report.number)

    alone = organizer.get(address).content.decode()
    make.staff(Function.CONSULTATION_ORGANIZER)

    assert "Nobody else organizes consultations now" in alone
    assert "Nobody else organizes consultations now" not in organizer.get(address).content.decode()
