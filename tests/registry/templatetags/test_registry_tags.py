from datetime import UTC, date, datetime

import pytest
from django import forms
from django.apps import apps
from django.db.backends.postgresql.psycopg_any import DateRange
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from registry.looks import LOOKS
from registry.models import Area, Organization
from registry.templatetags.name_tags import is_right_to_left
from registry.templatetags.registry_tags import day, day_text, month, number, period


def render(source, request=None, **context):
    return Template(source).render(Context(context | {"request": request})).strip()


STATED = [
    (model._meta.model_name, value)
    for model in apps.get_app_config("registry").get_models()
    for field in model._meta.fields
    if field.name in ("state", "verdict") and field.choices
    for value, _label in field.choices
]


@pytest.mark.parametrize(("noun", "state"), STATED)
def test_every_state_has_a_look(noun, state):
    assert (noun, str(state)) in LOOKS


def test_a_status_is_said_in_words_colour_and_icon():
    html = render("{% status_tag thing %}", thing=Organization(state="dormant"))

    assert html == (
        '<span class="tag tag--warn">'
        '<svg class="i" aria-hidden="true"><use href="/static/img/icons.svg#i-clock"/></svg>'
        "Dormant</span>"
    )


@pytest.mark.parametrize(
    ("level", "words"),
    [("listed", "Listed"), ("confirmed", "Confirmed by the organization"), ("verified", "Verified by IOM")],
)
def test_the_level_is_always_in_words(level, words):
    assert words in render("{% trust level %}", level=level)


def test_a_level_says_since_when():
    html = render("{% trust 'verified' on %}", on="2026-10-12")

    assert 'Verified by IOM, <time datetime="2026-10">October 2026</time>' in html


@pytest.mark.parametrize(
    ("language", "words"), [("en", "31 January 2027"), ("fr", "31 janvier 2027"), ("es", "31 de enero de 2027")]
)
def test_a_day_reads_naturally_in_each_language(language, words):
    with translation.override(language):
        assert day(date(2027, 1, 31)) == f'<time datetime="2027-01-31">{words}</time>'


@pytest.mark.parametrize(
    ("language", "words"), [("en", "1 October 2012"), ("fr", "1er octobre 2012"), ("es", "1 de octubre de 2012")]
)
def test_the_first_of_a_month_is_premier_in_french(language, words):
    with translation.override(language):
        assert day_text(date(2012, 10, 1)) == words


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_date_is_no_text(nothing):
    assert (day(nothing), month(nothing)) == ("", "")


def test_a_moment_names_its_zone():
    html = render("{% moment at %}", at=datetime(2027, 1, 31, 22, 59, tzinfo=UTC))

    assert html == '<time datetime="2027-01-31T22:59:00+00:00">31 January 2027, 22:59 UTC</time>'


def test_a_moment_elsewhere_is_told_in_its_own_zone_and_the_readers():
    at = datetime(2027, 1, 31, 22, 59, tzinfo=UTC)

    with timezone.override("Africa/Nairobi"):
        html = render("{% moment at 'America/Bogota' %}", at=at)

    assert "31 January 2027, 17:59 UTC-05:00" in html
    assert "Your time: 1 February 2027, 01:59 EAT" in html


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (DateRange(date(2022, 1, 1), date(2026, 1, 1)), "2022 to 2025"),
        (DateRange(date(2022, 1, 1), date(2023, 1, 1)), "2022"),
        (DateRange(date(2025, 3, 1), None), "2025 to now"),
        (DateRange(None, date(2026, 1, 1)), "until 2025"),
        ({"from": "2019-05-01", "to": "2021-12-31"}, "2019 to 2021"),
        ({"from": None, "to": None}, ""),
        (None, ""),
    ],
)
def test_a_period_is_told_in_years(value, words):
    assert period(value) == words


@pytest.mark.parametrize(("language", "words"), [("en", "1,634"), ("fr", "1\u202f634"), ("es", "1\u202f634")])
def test_numbers_have_the_separators_of_the_language(language, words):
    with translation.override(language):
        assert number(1634).replace("\xa0", "\u202f") == words


def test_a_name_in_another_script_is_an_island():
    assert render("{% bidi text 'ar' %}", text="جمعية") == '<bdi lang="ar" dir="rtl">جمعية</bdi>'
    assert render("{% bidi text 'en' %}", text="A & B") == "<bdi>A &amp; B</bdi>"


@pytest.mark.parametrize(
    ("text", "expected"), [("(12) جمعية", True), ("CRT جمعية", False), ("123", False), ("", False)]
)
def test_direction_is_that_of_the_first_letter(text, expected):
    assert is_right_to_left(text) is expected


def test_a_title_that_lacks_the_readers_language_says_so():
    area = Area(name_en="", name_fr="Santé")

    assert render("{% name_in area %}", area=area) == (
        '<span lang="fr">Santé</span> <span class="xs muted">(in French only)</span>'
    )
    with translation.override("fr"):
        assert render("{% name_in area %}", area=area) == "Santé"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('{% query_string "set" "ordering" "name" %}', "?q=a+b&amp;country=KE&amp;country=UG&amp;ordering=name"),
        ('{% query_string "set" "page" 3 %}', "?q=a+b&amp;country=KE&amp;country=UG&amp;page=3"),
        ('{% query_string "remove" "country" "KE" %}', "?q=a+b&amp;country=UG"),
        ('{% query_string "remove" "country" %}', "?q=a+b"),
        ('{% query_string "toggle" "country" "UG" %}', "?q=a+b&amp;country=KE"),
        ('{% query_string "toggle" "country" "ET" %}', "?q=a+b&amp;country=KE&amp;country=UG&amp;country=ET"),
    ],
)
def test_the_address_keeps_its_state_and_begins_at_the_first_page(tag, expected):
    request = RequestFactory().get("/en/organizations/?q=a+b&country=KE&country=UG&page=2")

    assert render(tag, request) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/fr/organizations/?q=a%20b", "/es/organizations/?q=a%20b"),
        ("/fr/nowhere/at/all", "/es/nowhere/at/all"),
        ("/api/v1/organizations", "/es/"),
    ],
)
def test_the_same_page_in_another_language(address, expected):
    request = RequestFactory().get(address)

    with translation.override("fr"):
        html = render("{% language_links as links %}{% for l in links %}{{ l.code }} {{ l.url }};{% endfor %}", request)

    assert f"es {expected};" in html


def test_a_menu_marks_where_the_reader_is():
    request = RequestFactory().get("/en/organizations/CSO-7K2M9XQ4/")

    part = render('{% nav_link "registry:organization-list" "Organizations" "part" %}', request)
    other = render('{% nav_link "registry:about" "About" %}', request)

    assert part == '<a href="/en/organizations/" aria-current="true">Organizations</a>'
    assert other == '<a href="/en/about/">About</a>'


class Form(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the certificate")
    areas = forms.MultipleChoiceField(
        label="Areas", choices=[("1", "Health")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="I agree")
    key = forms.CharField(widget=forms.HiddenInput)


def test_a_field_ties_its_label_hint_and_error_to_its_box():
    form = Form({"key": "1"})

    html = render("{% field form.name %}", form=form)

    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name-hint">As on the certificate<' in html
    assert 'id="id_name-error">This field is required.<' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="input"' in html


def test_who_reads_a_field_stands_in_its_label():
    html = render("{% field form.name 'w-l' marks %}", form=Form(), marks=["public", "look"])

    label = html.split("<label")[1].split("</label>")[0]
    assert label.index("Public") < label.index("IOM looks first")


def test_a_group_of_boxes_has_a_legend_and_says_that_it_is_optional():
    html = render("{% field form.areas %}", form=Form())

    assert "<fieldset" in html
    assert "<legend>Areas" in html
    assert "(optional)" in html
    assert 'for="id_areas_0"' in html


def test_a_hidden_field_is_only_its_box():
    assert render("{% field form.key %}", form=Form()) == '<input type="hidden" name="key" id="id_key">'


def test_the_summary_leads_to_each_problem():
    html = render("{% error_summary form %}", form=Form({"key": "1"}))

    assert "There are 2 problems" in html
    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert '<a href="#id_agree">I agree: This field is required.</a>' in html


def test_a_form_without_problems_has_no_summary():
    assert render("{% error_summary form %}", form=Form()) == ""
