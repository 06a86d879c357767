"""S2: a curator compares two records of one organization, a second person confirms, and one day they part again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from observers.models import Application, Observer
from registry.models import Change, Document, MergeOperation, Organization
from tests.registry.actions.merging import two_records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    """Somebody reads in French on the way; the tests after this one do not."""
    with translation.override("en"):
        yield


@pytest.fixture
def desk():
    """A browser for each of the people, and one of the public."""

    def sign_in(person=None):
        browser = Client()
        if person:
            browser.force_login(person)
        return browser

    return sign_in


def test_two_records_become_one_and_two_again_and_no_link_ever_fails(desk, curator, steward):
    kept, twin = two_records(curator)
    first, second, public = desk(curator), desk(steward), desk()
    both = {"first": kept.reference, "second": twin.reference}

    # She compares, chooses the name of the twin, says why, and can do no more.
    page = first.get(reverse("registry:duplicate-compare", kwargs=both))
    typed = {"name": "loser", "head": "winner", "reason": "The same number in the register."}
    typed |= {f"{side}_version": page.context["form"][f"{side}_version"].value() for side in ("winner", "loser")}
    address = first.post(reverse("registry:duplicate-merge", kwargs=both), typed).url
    assert first.post(f"{address}confirm/").status_code == 409

    # He finds it in the list, reads what will happen, confirms.
    merge = MergeOperation.objects.get()
    assert merge.reference in second.get(reverse("registry:merge-list")).content.decode()
    assert second.post(f"{address}confirm/").status_code == 302
    assert _owners() == {kept.pk}
    assert Organization.objects.get(pk=kept.pk).name == "Invented Relief Trust (IRT)"

    # Somebody follows an old link.
    old = public.get(f"/fr/organizations/{twin.reference}/", follow=True)
    assert old.redirect_chain == [(f"/fr/organizations/{kept.reference}/", 301)]
    assert old.status_code == 200
    assert public.get(f"/api/v1/organizations/{twin.reference}").status_code == 308

    # It was a mistake.
    assert second.post(f"{address}undo/", {"reason": "Two offices, two statutes."}).status_code == 302
    assert _owners() == {twin.pk}
    for one in (kept, twin):
        assert public.get(f"/fr/organizations/{one.reference}/").status_code == 200
        assert public.get(f"/api/v1/organizations/{one.reference}").status_code == 200
    told = Change.objects.filter(subject=twin.reference, op__in=["merge", "unmerge"]).order_by("pk")
    assert [change.op for change in told] == ["merge", "unmerge"]


def _owners():
    """Whose the application, the observer status and the documents are."""
    models = (Application, Observer, Document)
    return {key for model in models for key in model.objects.values_list("organization", flat=True)}
