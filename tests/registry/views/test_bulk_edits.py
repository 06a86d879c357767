"""The pages of a bulk edit: tick, choose, look, confirm, undo, all of it without a script."""

import pytest
from django.urls import reverse
from django.utils import translation

from registry import actions
from registry.models import BulkEdit, Organization
from registry.roles import Function
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def choose(client, *organizations, all_of=None, **change):
    sent = {"all": "1", **all_of} if all_of is not None else {"organization": [one.reference for one in organizations]}
    return client.post(reverse("registry:bulk-new"), sent | {"change": "add_language", "language": "French"} | change)


def test_a_curator_ticks_looks_confirms_and_undoes(signed_in):
    changed, same = make.organization("Changing Aid"), make.organization("Same Aid", languages=["fr"])
    listed = signed_in.get(reverse("registry:staff-organizations")).content.decode()
    assert f'form="bulk" name="organization" value="{changed.reference}"' in listed

    chosen = signed_in.get(reverse("registry:bulk-new"), {"organization": [changed.reference, same.reference]})
    assert "2 records are chosen." in chosen.content.decode()
    preview = signed_in.get(choose(signed_in, changed, same).url)
    assert [(line["row"].organization, line["before"], line["after"]) for line in preview.context["rows"]] == [
        (changed, "", "French"),
        (same, "", ""),
    ]
    assert "It is so already" in preview.content.decode()
    edit = BulkEdit.objects.get()
    act = [edit.reference]
    result = signed_in.post(
        reverse("registry:bulk-confirm", args=act), {"name": "French speakers", "reason": "Survey."}, follow=True
    ).content.decode()
    assert "1 record was changed. This can be undone until" in result
    assert Organization.objects.get(pk=changed.pk).languages == ["fr"]
    history = signed_in.get(reverse("registry:organization-history", args=[changed.reference])).content.decode()
    assert f"Part of {edit.reference}" in history
    assert "Reason: Survey." in history

    after = signed_in.post(reverse("registry:bulk-undo", args=act), follow=True).content.decode()

    assert Organization.objects.get(pk=changed.pk).languages == []
    assert "What nobody changed since was put back." in after
    assert "French speakers" in signed_in.get(reverse("registry:bulk-list")).content.decode()


def test_a_confirmation_that_was_wrong_can_be_read_in_another_language(signed_in):
    choose(signed_in, make.organization())
    edit = BulkEdit.objects.get()

    wrong = signed_in.post(reverse("registry:bulk-confirm", args=[edit.reference]), {})

    assert wrong.status_code == 422
    assert f'<a href="/fr/staff/bulk/{edit.reference}/" lang="fr"' in wrong.content.decode()


def test_what_was_refused_can_be_read_in_another_language(signed_in):
    choose(signed_in, make.organization())

    refused = signed_in.post(reverse("registry:bulk-undo", args=[BulkEdit.objects.get().reference]))

    assert refused.status_code == 409
    assert '<a href="/fr/" lang="fr"' in refused.content.decode()


def test_the_result_shows_what_each_record_says_now(signed_in, steward):
    undone, touched = make.organization("Changing Aid"), make.organization("Touched Aid")
    choose(signed_in, undone, touched)
    edit = BulkEdit.objects.get()
    actions.edit_organization(touched, changes={"languages": ["ar"]}, by=steward)

    def rows():
        page = signed_in.get(edit.get_absolute_url())
        return {str(line["row"].organization): line["after"] for line in page.context["rows"]}

    assert rows() == {"Changing Aid": "French", "Touched Aid": "French"}
    signed_in.post(reverse("registry:bulk-confirm", args=[edit.reference]), {"name": "A", "reason": "B"})
    assert rows() == {"Changing Aid": "French", "Touched Aid": ""}
    signed_in.post(reverse("registry:bulk-undo", args=[edit.reference]))
    assert rows() == {"Changing Aid": "", "Touched Aid": ""}


def test_all_that_a_filter_finds_is_chosen_and_nothing_else(signed_in):
    dormant = [make.organization(state="dormant") for _each in range(3)]
    make.organization()

    choose(signed_in, all_of={"state": "dormant", "q": ""})

    assert {row.organization for row in BulkEdit.objects.get().rows.all()} == set(dormant)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"language": ""}, "Say which one: this change needs it."),
        ({"language": "Klingonese"}, "We do not know a language called"),
        ({"change": "add_type"}, "Say which one: this change needs it."),
        ({"change": "explode"}, "not one of the available choices"),
        ({"change": "set_unit", "unit": "9999"}, "not one of the available choices"),
    ],
)
def test_what_is_missing_is_told_and_the_records_stay_chosen(signed_in, typed, words):
    organization = make.organization()

    page = choose(signed_in, organization, **typed)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert f'value="{organization.reference}"' in page.content.decode()


def test_what_is_changed_reads_as_the_french_write_it(signed_in):
    choose(signed_in, make.organization())

    with translation.override("fr"):
        page = signed_in.get(BulkEdit.objects.get().get_absolute_url()).content.decode()

    assert "Ajouter une langue de travail\u00a0: français" in page


def test_without_a_name_and_a_reason_nothing_is_done(signed_in):
    organization = make.organization()
    choose(signed_in, organization)

    page = signed_in.post(reverse("registry:bulk-confirm", args=[BulkEdit.objects.get().reference]), {"name": "A"})

    assert page.status_code == 422
    assert "This field is required." in page.content.decode()
    assert Organization.objects.get(pk=organization.pk).languages == []


def test_a_second_confirmation_is_told_in_words(signed_in):
    choose(signed_in, make.organization())
    act = reverse("registry:bulk-confirm", args=[BulkEdit.objects.get().reference])
    signed_in.post(act, {"name": "A", "reason": "B"})

    answer = signed_in.post(act, {"name": "A", "reason": "B"})

    assert answer.status_code == 409
    assert "This bulk edit is in another state meanwhile: done." in answer.content.decode()


def test_nothing_chosen_leads_back_to_the_list(signed_in):
    assert "No record is chosen" in signed_in.get(reverse("registry:bulk-new")).content.decode()
    assert choose(signed_in).status_code == 422


def test_a_record_that_she_may_not_know_of_is_neither_chosen_nor_shown_nor_counted(client, curator):
    hidden, seen = make.organization("Hidden Aid"), make.organization("Seen Aid")
    abroad = make.staff(Function.CURATOR, countries=["FJI"])
    client.force_login(abroad)
    there = choose(client, hidden, seen).url
    actions.mark_at_risk(hidden, reason="Threats.", by=curator)

    page = client.get(there)

    assert "Hidden Aid" not in page.content.decode()
    assert [n for _code, _label, n in page.context["counts"]] == [1]
    choose(client, hidden)
    assert (
        "No record is chosen"
        in client.get(reverse("registry:bulk-new"), {"organization": hidden.reference}).content.decode()
    )


def test_a_bulk_edit_is_the_matter_of_who_makes_it(client, signed_in, steward):
    there = choose(signed_in, make.organization()).url

    client.force_login(steward)
    assert client.get(there).status_code == 404
    client.force_login(make.staff(Function.ROUTER))
    assert client.get(there).status_code == 403
    assert "Change the ticked records" not in client.get(reverse("registry:staff-organizations")).content.decode()


def test_hostile_text_is_only_text(signed_in):
    organization = make.organization("<script>alert(1)</script>")
    there = choose(signed_in, organization).url
    signed_in.post(f"{there}confirm/", {"name": "<b>x</b>", "reason": "<i>y</i>"})

    page = signed_in.get(there).content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_the_same_for_one_and_for_three(signed_in, count, django_assert_max_num_queries):
    there = choose(signed_in, *[make.organization() for _each in range(count)]).url

    with django_assert_max_num_queries(25):
        signed_in.get(there)
