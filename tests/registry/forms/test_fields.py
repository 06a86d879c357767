"""What people write into the fields of our own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.forms.fields import DayField, LanguageField, LineField, PhoneField

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", ["+254 20 555 0100", "+235 (66) 00-00-00", "0041 22 717 91 11", "022/7179111", "+1 202 555 0100 ext. 12"]
)
def test_a_telephone_number_is_taken_as_people_write_it(typed):
    assert PhoneField().clean(typed) == typed


@pytest.mark.parametrize("typed", ["call me", "12", "+254 20 555 0100; 0101", "<b>5550100</b>", "1" * 40])
def test_what_nobody_can_dial_is_not_a_telephone_number(typed):
    with pytest.raises(ValidationError, match="with the country code first"):
        PhoneField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Letter\r\nof May", "Letter of May"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("a\u2067b\u2069  c\t", "a b c"),
        ("رسالة", "رسالة"),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_one_line_stays_one_line_that_reads_in_its_own_direction(typed, kept):
    assert LineField().clean(typed) == kept


def test_a_day_that_has_not_come_is_refused_where_something_was_seen():
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()

    with pytest.raises(ValidationError, match="not come yet"):
        DayField(is_past=True).clean(tomorrow)
    assert DayField().clean(tomorrow)


@pytest.mark.parametrize(("typed", "code"), [("French", "fr"), ("ar", "ar"), ("", "")])
def test_a_language_is_known_by_its_name_or_code(typed, code):
    assert LanguageField(required=False).clean(typed) == code


def test_two_languages_are_too_many():
    with pytest.raises(ValidationError, match="one language only"):
        LanguageField().clean("fr, ar")
