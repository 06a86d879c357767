"""Two worlds, with and without an organization at risk, give equal bytes wherever anybody outside can look."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from registry import actions, references
from registry.models import Organization, Programme
from registry.states import OrganizationState
from tests import make
from tests.house.access_table import ACCESS

# What is different each time anybody asks, whatever the world.
EACH_TIME = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    # The id of a request.
    re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
]
# They tell of the machine and lead elsewhere.
NOT_PAGES = {"health", "health-ready", "choose-language"}
REFERENCE = f"CSO-ZEPH000{references.check_character('ZEPH000')}"
HIDDEN = {
    "names": [
        {"text": "Shelter Zephyrine of Faya", "is_primary": True},
        {"text": "SZF", "kind": "acronym"},
        {"text": "مأوى زفيرين في فايا", "kind": "local", "language": "ar"},
    ],
    "website": "https://zephyrine.example",
    "identifiers": [{"scheme": "KE-NCB", "value": "ZEPH-7781"}],
}
ASKED = [
    "Shelter Zephyrine of Faya", "shelter zefirine", "SZF", "مأوى زفيرين في فايا", "ZEPH-7781", "zephyrine.example",
]  # fmt: skip


@pytest.fixture
def seen(db):
    """The world that everybody may know."""
    programme = make.programme("bridge", countries=["TCD", "NER", "KEN"], unit=make.unit())
    for number, country in enumerate(["TCD", "TCD", "NER", "KEN"]):
        organization = make.organization(f"Open Aid {number}", hq_country_id=country, observed_on=date(2026, 1, 1))
        make.partnership(organization, area=number + 1, country=country, programme=programme)
    make.observer(organization, name=organization.name)
    return organization


@pytest.fixture
def hidden():
    """Makes the one that nobody may know: at risk before it was published, then with all that a record can have."""

    def add(beside):
        organization = make.organization(
            HIDDEN["names"][0]["text"],
            names=HIDDEN["names"][1:],
            state=OrganizationState.DRAFT,
            hq_country_id="TCD",
            website=HIDDEN["website"],
            identifiers=HIDDEN["identifiers"],
            presences=[{"country": "TCD", "admin1": "Borkou"}],
            observed_on=date(2026, 2, 1),
        )
        Organization.objects.filter(pk=organization.pk).update(reference=REFERENCE)
        organization.refresh_from_db()
        actions.mark_at_risk(organization, reason="Threats.", by=make.staff())
        actions.publish_organization(organization, by="test")
        programme = Programme.objects.get(code="bridge")
        told = make.partnership(organization, area=1, country="TCD", programme=programme)
        evidence = {"unit": programme.unit, "evidence_note": "A visit.", "on": timezone.localdate()}
        actions.verify_partnership(told, by=make.staff(), **evidence)
        programme.donors.add(organization)
        make.contact(organization, name="Z. Person", phone="+235 7781")
        make.link(beside, organization)
        make.link(organization, beside, kind="branch_of")
        make.observer(organization, name=HIDDEN["names"][0]["text"])
        make.member(organization)
        actions.count_name_keys()

    return add


def addresses():
    """Every address that anybody may look at, and those that ask for the hidden one by all that is known of it."""
    found = []
    for name, (get, _post) in ACCESS.items():
        if get["anonymous"] != "ok" or name in NOT_PAGES:
            continue
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    lists = [reverse("registry:organization-list"), reverse("registry:organization-csv"), "/api/v1/organizations"]
    filters = ["country=TCD", "area=1", "type=ngo", "trust=listed", "country=TCD&area=1&role=project_implementer"]
    found += [f"{address}?{asked}" for address in lists for asked in filters]
    found += [f"{address}?q={asked}" for address in lists for asked in ASKED]
    found += [reverse("registry:programme-detail", args=["bridge"]), reverse("registry:lesson-list", args=["bridge"])]
    found += ["/api/v1/programmes/bridge", "/api/v1/programmes/bridge/coverage?area=1"]
    door = reverse("registry:register")
    found += [f"{door}?q={asked}" for asked in [*ASKED, REFERENCE, "an office at zephyrine.example"]]
    found += [
        reverse("registry:register-claim", args=[REFERENCE]),
        f"{reverse('registry:register-new')}?branch_of={REFERENCE}",
    ]
    found += ["/api/v1/organizations?count=exact", "/api/v1/organizations?ordering=-updated_at&limit=1"]
    beside = Organization.objects.get(names__text="Open Aid 3").reference
    parts = ("names", "identifiers", "countries", "partnerships", "history")
    found += [f"/api/v1/organizations/{one}/{part}" for one in (REFERENCE, beside) for part in parts]
    today = timezone.now().date()
    found += [f"/api/v1/organizations/{one}?as_of={today}" for one in (REFERENCE, beside)]
    found += [f"/api/v1/organizations?{asked}" for asked in ("observer=active", f"as_of={today}", "expand=names")]
    found += [f"/api/v1/partnerships?{asked}" for asked in ("country=TCD", "area=1", f"organization={REFERENCE}")]
    found += [f"/id/{REFERENCE}"]
    found += [f"/api/v1/organizations/{REFERENCE}", reverse("registry:organization-detail", args=[REFERENCE])]
    found += [f"{reverse('observers:observer-list')}?q={ASKED[0]}"]
    return found


def answers(in_languages=("en", "fr")):
    told = {}
    for language in in_languages:
        with translation.override(language):
            paths = addresses()
        browser = Client(headers={"accept-language": language}, raise_request_exception=False)
        for path in paths:
            for fragment in ({}, {"HX-Request": "true"}):
                response = browser.get(path, headers=fragment)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                for pattern in EACH_TIME:
                    body = pattern.sub(b"", body)
                told[language, path, bool(fragment)] = (response.status_code, response.get("ETag", ""), body)
    return told


def test_nobody_outside_can_tell_the_two_worlds_apart(seen, hidden):
    without = answers()

    hidden(seen)

    with_it = answers()
    assert len(without) > 150
    assert [where for where, answer in without.items() if with_it[where] != answer] == []


def test_the_same_organization_without_the_mark_is_found_everywhere(seen):
    """The control: the addresses would show it, were it not protected."""
    without = answers(["en"])

    make.organization(
        HIDDEN["names"][0]["text"], names=HIDDEN["names"][1:], hq_country_id="TCD", website=HIDDEN["website"],
        identifiers=HIDDEN["identifiers"], observed_on=date(2026, 2, 1),
    )  # fmt: skip

    different = {
        path for (_language, path, _part), answer in answers(["en"]).items() if without["en", path, _part] != answer
    }
    assert {path for path in different if "?q=" in path} >= {
        f"{reverse('registry:organization-list')}?q={asked}" for asked in ASKED if asked != "zephyrine.example"
    }
    assert reverse("registry:statistics") in different
