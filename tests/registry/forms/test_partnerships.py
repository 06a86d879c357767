"""What the form of a partnership finds out before the verb is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from registry.forms.partnerships import EndPartnershipForm, PartnershipForm, VerifyPartnershipForm
from registry.models import Area, Country, Programme, ProgrammePhase, Unit
from tests import make

pytestmark = pytest.mark.django_db


def _form(**changes):
    return PartnershipForm({"role": "donor", "area": "2", "country": "Tchad"} | changes)


def test_a_part_of_the_chosen_area_is_taken():
    part = Area.objects.filter(parent="2").first()

    assert _form(part=part.pk).is_valid()


def test_a_part_of_another_area_is_refused_by_name():
    part = Area.objects.exclude(parent=None).exclude(parent="1").first()

    form = _form(area="1", part=part.pk)

    assert form.errors["part"] == [
        f"“{part.name}” is not a part of “Counter-trafficking”. Choose one of its own parts, or the whole area."
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"country": "Atlantis"}, "country"),
        ({"role": "boss"}, "role"),
        ({"area": "12"}, "area"),
        ({"area": ""}, "area"),
        ({"activities": ["flying"]}, "activities"),
        ({"starts_on": "2026-05-03", "ends_on": "2026-05-02"}, "ends_on"),
        ({"starts_on": "yesterday"}, "starts_on"),
        ({"evidence_note": "x" * 301}, "evidence_note"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(changes, field):
    assert list(_form(**changes).errors) == [field]


def test_a_programme_takes_place_in_its_own_countries():
    programme = Programme.objects.create(code="invented", name_en="Invented Programme")
    phase = ProgrammePhase.objects.create(programme=programme, number=1)
    phase.countries.add(Country.objects.get(pk="KEN"))

    assert _form(programme=programme.pk, country="Kenya").is_valid()
    assert "does not work in Chad" in str(_form(programme=programme.pk, country="Tchad").errors["country"])


def test_verifying_asks_for_a_unit_that_exists_today_and_for_evidence():
    partnership = make.partnership()
    closed = Unit.objects.exclude(pk__in=Unit.objects.current(on=timezone.localdate())).first()
    today = timezone.localdate().isoformat()

    form = VerifyPartnershipForm({"on": today, "unit": closed.pk}, partnership=partnership)

    assert set(form.errors) == {"unit", "evidence_note"}


def test_evidence_is_a_current_document_of_the_same_organization():
    partnership = make.partnership()
    older = make.document(partnership.organization)
    newer = make.document(partnership.organization, replaces=older)
    make.document()

    form = VerifyPartnershipForm(partnership=partnership)

    assert list(form.fields["evidence"].queryset) == [newer]


def test_a_partnership_does_not_end_tomorrow_already():
    tomorrow = timezone.localdate() + timedelta(days=1)

    form = EndPartnershipForm({"on": tomorrow.isoformat(), "because": "programme_ended"})

    assert "on" in form.errors


def test_another_reason_for_the_end_needs_its_words():
    typed = {"on": "2026-05-03", "because": "other"}

    assert EndPartnershipForm(typed).errors["reason"] == ["Say in words why it ended."]
    assert EndPartnershipForm(typed | {"reason": "The town moved."}).is_valid()
