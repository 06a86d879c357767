"""C1, second half: an organization keeps its own record; at what makes it known IOM looks first, and says why not."""

import pytest
from django.test import Client
from django.utils import translation

from registry.models import Message
from registry.roles import Function, MemberRole
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english_afterwards():
    """A visit in French leaves the thread in French."""
    yield
    translation.activate("en")


def signed_in(person):
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def version_on(page):
    return page.context["organization"].version


def test_a_website_is_public_at_once_and_a_name_once_iom_has_accepted_it():
    organization = make.organization("Lumière du port", website="https://ancien.example", founded=1990)
    hers = signed_in(make.member(organization, role=MemberRole.EDITOR, language="fr"))
    curator = signed_in(make.staff(Function.CURATOR, countries=["KEN"]))
    home = f"/fr/my/organizations/{organization.reference}/profile/"

    # She finds her profile from her home page and changes the website: everybody sees it.
    assert home in hers.get("/fr/my/").content.decode()
    page = hers.get(f"{home}about/")
    assert "Site web" in page.content.decode()
    saved = hers.post(f"{home}about/", {"version": version_on(page), "website": "https://nouveau.example"})
    assert saved.status_code == 302
    assert "https://nouveau.example" in Client().get(f"/fr/organizations/{organization.reference}/").content.decode()

    # She adds a new official name and corrects the year of foundation: both wait.
    names = {"names-TOTAL_FORMS": 2, "names-INITIAL_FORMS": 1, "names-0-text": "Lumière du port"}
    names |= {"names-0-kind": "former", "names-1-text": "Phare du port", "names-1-kind": "legal"}
    names |= {"names-1-is_primary": "on", "evidence": "Statuts du 3 mai"}
    hers.post(f"{home}names/", names | {"version": version_on(hers.get(f"{home}names/"))})
    opened = version_on(hers.get(f"{home}kind/"))
    hers.post(f"{home}kind/", {"version": opened, "types": ["ngo"], "founded": "1890"})
    assert "En attente de l’OIM" in hers.get(home).content.decode()
    assert "Phare du port" not in Client().get(f"/fr/organizations/{organization.reference}/").content.decode()

    # A curator accepts the name and says why the year stays.
    queue = curator.get("/fr/staff/proposals/")
    first, second = (row["proposal"] for row in queue.context["rows"])
    screen = curator.get(f"/fr/staff/proposals/{first.reference}/")
    assert "Statuts du 3 mai" in screen.content.decode()
    answer = {"version": version_on(screen), "decision-names": "accepted"}
    assert curator.post(f"/fr/staff/proposals/{first.reference}/", answer).status_code == 302
    screen = curator.get(f"/fr/staff/proposals/{second.reference}/")
    answer = {"version": version_on(screen), "decision-founded": "refused"}
    answer["reason-founded"] = "Le certificat porte l’année 1990."
    assert curator.post(f"/fr/staff/proposals/{second.reference}/", answer).status_code == 302
    assert not curator.get("/fr/staff/proposals/").context["rows"]

    # The public reads the new name, and finds it by the former one; she reads the reason, in her language.
    assert "Phare du port" in Client().get("/fr/organizations/?q=Lumière+du+port").content.decode()
    told = Message.objects.filter(kind="registry.proposal_decided").order_by("pk")
    assert [message.language for message in told] == ["fr", "fr"]
    assert "Le certificat porte l’année 1990." in told[1].body
    history = hers.get(f"{home}history/").content.decode()
    assert "Le certificat porte l’année 1990." in history
    assert "Votre organisation" in history

    # Nothing else has changed: one button.
    page = hers.get(f"{home}confirm/")
    assert "Phare du port" in page.content.decode()
    hers.post(f"{home}confirm/", {"version": version_on(page)})
    organization.refresh_from_db()
    assert organization.confirmed_on
