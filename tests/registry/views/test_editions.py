"""Pages of editions: read by everybody once published, and no page tells why somebody is not named any more."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry import actions
from registry.models import Edition, EditionRow, Job, Organization
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db
YEAR_AGO = timezone.localdate() - timedelta(days=365)


def get(client, name, *args, **asked):
    return client.get(reverse(f"registry:{name}", args=args), asked)


def read(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def renamed():
    row = EditionRow.objects.filter(name="Old <b>Name</b>")
    return Organization.objects.get(reference=row.values("reference")[:1])


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def years(curator):
    """Two editions: one organization came, one left, one is called otherwise, and three stayed."""
    renamed, leaves = make.organization("Old <b>Name</b>"), make.organization("Leaving Shelter")
    make.partnership(renamed, area=1, country="TCD")
    for _ in range(3):
        make.organization()
    earlier = make.edition(on=YEAR_AGO, name_en="Inventory of last year")
    names = [{"kind": "legal", "text": "New <i>Name</i>", "is_primary": True}]
    actions.edit_organization(renamed, changes={"names": names}, by=curator)
    actions.archive_organization(leaves, code="closed_down", by=curator)
    make.organization("Newcomer")
    later = make.edition()
    run_jobs()
    return earlier, later


def run_jobs():
    while job := actions.take_job():
        actions.run_job(job)


def test_the_list_says_number_day_and_count_beside_what_others_counted(client, years):
    page = text(get(client, "edition-list"))

    assert "Inventory of last year" in page
    assert "more than 1,600" in page
    assert "IOM leaflet" in page
    assert reverse("registry:edition-comparison", args=[2, 1]) in page


def test_an_edition_tells_its_counts_with_definition_and_day_and_leads_to_the_rows(client, years):
    page = text(get(client, "edition-detail", 1))

    assert "5 organizations were published on" in page
    assert "4 of them are published today" in page
    assert "Organizations by what they are" in page
    assert "SHA-256" in page
    assert reverse("registry:edition-rows", args=[1]) + "?of=type:ngo" in page
    assert "Old &lt;b&gt;Name" in text(get(client, "edition-rows", 1, of="type:ngo"))


def test_files_are_downloaded_as_they_were_written_and_nowhere_kept(client, years):
    response = get(client, "edition-file", 1, "names.csv")

    assert b"Old <b>Name</b>" in read(response)
    assert response["Cache-Control"] == "private, no-store"
    assert 'filename="inventory-1-names.csv"' in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["other.csv", "..", "manifest.json.bak"])
def test_there_is_no_other_file(client, years, name):
    assert get(client, "edition-file", 1, name).status_code == 404


def test_a_file_that_still_names_somebody_who_left_is_not_given_out(client, years, curator):
    actions.mark_at_risk(renamed(), reason="Threats.", by=curator)

    response = get(client, "edition-file", 1, "names.csv")

    assert (response.status_code, response["Retry-After"]) == (503, "120")
    assert "are being written anew" in text(get(client, "edition-detail", 1))


def test_what_changed_is_told_organization_by_organization(client, years):
    added = text(get(client, "edition-comparison", 2, 1))
    gone = text(get(client, "edition-comparison", 2, 1, show="gone"))
    changed = text(get(client, "edition-comparison", 2, 1, show="changed", field="names"))

    assert "Added (1)" in added
    assert "Gone (1)" in added
    assert "Changed (1)" in added
    assert "Newcomer" in added
    assert "Leaving Shelter" not in gone
    assert "does not say of the others" in gone
    assert "Old &lt;b&gt;Name" in changed.replace("<del>", "").replace("</del>", "")
    assert "<b>Name" not in changed


def test_counts_stand_beside_each_other(client, years):
    page = get(client, "edition-comparison", 2, 1)

    (types,) = [section for section in page.context["sections"] if section["code"] == "type"]
    ((words, before, after, difference),) = types["rows"]
    assert (words, before.count, after.count, difference) == ("Non-governmental organization", 5, 5, 0)


@pytest.mark.parametrize("args", [(1, 2), (1, 1), (2, 9), (9, 1)])
def test_only_a_later_edition_is_compared_with_an_earlier_one(client, years, args):
    assert get(client, "edition-comparison", *args).status_code == 404


def test_nobody_sees_whether_somebody_left_because_of_danger(client, years, curator):
    """Byte for byte the same pages and files for an organization at risk and for one that was archived."""
    pages = [
        ("edition-list", (), {}), ("edition-detail", (1,), {}), ("edition-rows", (1,), {}), ("edition-rows", (2,), {}),
        ("edition-comparison", (2, 1), {}), ("edition-comparison", (2, 1), {"show": "gone"}),
        ("edition-comparison", (2, 1), {"show": "changed"}), ("edition-file", (1, "names.csv"), {}),
    ]  # fmt: skip
    worlds = []
    for leave in (
        lambda who: actions.mark_at_risk(who, reason="Threats.", by=curator),
        lambda who: actions.archive_organization(who, code="closed_down", by=curator),
    ):
        with transaction.atomic():
            leave(renamed())
            before = [get(client, name, *args, **asked).content for name, args, asked in pages]
            actions.write_editions_anew()
            run_jobs()
            after = [read(get(client, name, *args, **asked)) for name, args, asked in pages]
            worlds.append((before, after))
            transaction.set_rollback(True)

    assert worlds[0] == worlds[1]
    assert all(b"Name</b>" not in page for page in worlds[0][1])


def test_an_edition_that_is_not_published_is_for_staff_alone(client, steward):
    make.organization()
    make.edition(state="made")
    addresses = [("edition-detail", (1,)), ("edition-rows", (1,)), ("edition-file", (1, "names.csv"))]

    public = [get(client, name, *args).status_code for name, args in addresses]
    client.force_login(steward)
    staff = [get(client, name, *args) for name, args in addresses]

    assert (public, [response.status_code for response in staff]) == ([404] * 3, [200] * 3)
    assert all(read(response) for response in staff)


def test_few_organizations_are_told_without_figures(client):
    make.partnership(make.organization(), country="TCD")
    make.edition()

    page = text(get(client, "edition-detail", 1))

    assert "So few organizations are in it" in page
    assert "Chad" not in page


# --- Staff --------------------------------------------------------------------------------------------------------


def test_a_steward_makes_an_edition_and_a_second_one_that_day_is_refused_in_words(client, steward):
    client.force_login(steward)

    client.post(reverse("registry:edition-make"))
    again = client.post(reverse("registry:edition-make"), follow=True)

    assert Job.objects.get().kind == "edition.write"
    assert "Edition 1 of" in text(again)


def test_a_steward_publishes_it_under_titles_in_three_languages(client, steward):
    make.organization()
    edition = make.edition(state="made")
    client.force_login(steward)
    titles = {"name_en": "The inventory", "name_fr": "L’inventaire", "name_es": ""}

    refused = client.post(reverse("registry:edition-publish", args=[1]), titles)
    done = client.post(reverse("registry:edition-publish", args=[1]), titles | {"name_es": "El inventario"})
    late = client.post(reverse("registry:edition-publish", args=[1]), titles | {"name_es": "El inventario"})

    assert (refused.status_code, done.status_code, late.status_code) == (422, 302, 409)
    edition.refresh_from_db()
    assert (edition.state, edition.name_fr, edition.published_by) == ("published", "L’inventaire", steward)


@pytest.mark.parametrize(("function", "status"), [(Function.CURATOR, 403), (Function.AUDITOR, 403), (None, 404)])
def test_who_does_not_keep_editions_makes_and_publishes_none(client, function, status):
    make.organization()
    make.edition(state="made")
    client.force_login(make.staff(function) if function else make.member())

    answers = [
        client.post(reverse("registry:edition-make")).status_code,
        client.post(reverse("registry:edition-publish", args=[1])).status_code,
    ]

    assert answers == [status, status]


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_row_and_for_three(client, django_assert_num_queries, count):
    earlier = make.edition(on=YEAR_AGO)
    for _ in range(count):
        make.organization()
    make.edition()
    get(client, "edition-detail", 2)
    assert earlier == Edition.objects.get(number=1)

    with django_assert_num_queries(3):
        get(client, "edition-rows", 2)
    with django_assert_num_queries(9):
        get(client, "edition-comparison", 2, 1)
