"""C1, join or claim: a phone, in French, without scripts. Found and claimed by a mail on the domain, or added."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from registry import actions
from registry.models import Joining, Message, Organization, User
from registry.roles import MemberRole
from registry.states import OrganizationState
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PASSWORD = "a long pass phrase that nobody knows"


@pytest.fixture(autouse=True)
def _english():
    """A page in French leaves its language behind, for the next test too."""
    with translation.override("en"):
        yield


class Phone:
    """A browser in French that knows links and forms, and nothing of scripts."""

    def __init__(self, person=None):
        self.client = Client(headers={"accept-language": "fr"})
        if person:
            self.client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def open(self, address):
        self.response = self.client.get(address, follow=True)
        assert self.response.status_code == 200, address
        self.text = self.response.content.decode()
        return self.text

    def follow(self, words):
        """The first link that says so."""
        links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', self.text, re.DOTALL)
        return self.open(next(there for there, said in links if words in said).replace("&amp;", "&"))

    def send(self, address, **typed):
        self.response = self.client.post(address, typed, follow=True)
        self.text = self.response.content.decode()
        return self.text


def address(name, *keys):
    with translation.override("fr"):
        return reverse(f"registry:{name}", args=keys)


def link_in_last_mail():
    return re.search(r"https?://[^/]+(/\S+)", Message.objects.latest("pk").body)[1]


def test_she_finds_her_organization_claims_it_by_mail_and_is_let_in(curator):
    ours = make.organization("Secours du Méandre", website="https://meandre.example")
    phone = Phone()

    # Without an account: search, with a slip of the pen; the page says why it shows what it shows.
    phone.open(f"{address('register')}?q=secour+du+meandre")
    assert "Un nom proche" in phone.text
    phone.follow("C’est nous")
    assert "D’abord un compte" in phone.text

    # She signs up, confirms her own address, signs in, and is back where she was.
    phone.follow("Créer un compte")
    phone.send(address_of_account("account_signup"), name="Amina", email="amina@mail.example", password1=PASSWORD)
    phone.send(link_in_last_mail())
    phone.send(address_of_account("account_login"), login="amina@mail.example", password=PASSWORD)
    claim = address("register-claim", ours.reference)
    assert phone.response.request["PATH_INFO"] == claim
    amina = User.objects.get(email="amina@mail.example")
    assert amina.language == "fr"

    # An address elsewhere does not do; one on the domain does. The mail is in French and names nobody.
    assert "N’importe qui" in phone.send(claim, proof="domain", email="amina@gmail.com")
    phone.send(claim, proof="domain", email="amina@meandre.example")
    mail = Message.objects.get(kind="registry.claim_proof")
    assert mail.address == "amina@meandre.example"
    assert mail.title == "Confirmez votre adresse pour le registre des partenariats"
    assert "Méandre" not in mail.title + mail.body
    link = link_in_last_mail()
    assert "meandre.example" in phone.open(link)
    phone.send(f"{link}confirm/")
    assert not amina.memberships.exists()

    # The mission sees the proof and confirms.
    staff = Phone(curator)
    assert "Secours du Méandre" in staff.open(address("claim-list"))
    staff.follow("Secours du Méandre")
    assert "Courrier à meandre.example" in staff.text
    staff.send(address("claim-accept", ours.claims.get().reference))

    # She is the administrator, and no second record was made.
    assert amina.memberships.get().role == MemberRole.ADMIN
    assert "Envoyer l’invitation" in phone.open(address("team", ours.reference))
    assert Organization.objects.count() == 1


def test_a_local_branch_adds_itself_alone_and_headquarters_are_told(curator):
    headquarters = make.organization("Secours du Méandre")
    chief = make.member(headquarters, language="fr")
    phone = Phone(person := make.user(language="fr"))

    phone.open(f"{address('register')}?q=secours+du+meandre+tchad&country=Tchad")
    phone.follow("Nous en sommes une section locale")
    assert "Comme section locale de Secours du Méandre" in phone.text
    there = phone.response.request["PATH_INFO"] + "?" + phone.response.request["QUERY_STRING"]
    ours = {"country": "Tchad", "type": "ngo", "level": "local", "sentence": "Nous écoutons."}
    phone.send(there, name="Secours du Méandre, section du Tchad", **ours)

    branch = person.memberships.get().organization
    assert branch.state == OrganizationState.IN_REVIEW
    assert branch.description_fr == "Nous écoutons."
    assert branch.links.get().to_organization == headquarters
    assert Message.objects.get(kind="registry.branch_joined").recipient == chief
    actions.publish_organization(branch, by=curator)
    assert headquarters.reference in Phone().open(address("organization-detail", branch.reference))


def test_a_name_that_looks_like_another_is_held_for_a_curator(curator):
    make.organization("Caritas")
    phone = Phone(make.user())
    ours = {"country": "Tchad", "type": "ngo", "level": "local", "sentence": "Nous écoutons."}

    asked = phone.send(address("register-new"), name="\u0421aritas", **ours)
    assert "Votre organisation est peut-être déjà dans le répertoire" in asked
    phone.send(address("register-new"), name="\u0421aritas", is_another="1", **ours)

    held = Joining.objects.get().organization
    assert held.state == OrganizationState.IN_REVIEW
    assert "Lettres de deux écritures" in Phone(curator).open(address("claim-list"))
    assert held.reference not in Phone().open(f"{address('register')}?q=Caritas")


def test_an_organization_in_danger_answers_like_nonsense(curator):
    hidden = make.organization("Secours du Méandre", acronym="SDM")
    make.organization("Refuge du Baobab")
    actions.mark_at_risk(hidden, reason="a test", by=curator)
    phone = Phone()

    for typed, nonsense in (("Secours+du+M%C3%A9andre", "Qqqqqqq+qq+Q%C3%A9qqqqq"), ("SDM", "QQQ")):
        answers = [phone.open(f"{address('register')}?q={q}") for q in (typed, nonsense)]
        words = [("Secours du Méandre", "SDM"), ("Qqqqqqq qq Qéqqqqq", "QQQ")]
        same = [_without(answer, *said, typed, nonsense) for answer, said in zip(answers, words, strict=True)]
        assert same[0] == same[1]
        assert "Ajouter notre organisation" in answers[0]


def _without(text, *words):
    text = re.sub(r"/account/login/\?next=[^\"]+", "", text)
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "…")
    return text


def address_of_account(name):
    with translation.override("fr"):
        return reverse(name)
