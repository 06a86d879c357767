import pytest

from registry.matching import as_it_looks, domain_of, imitates, is_shared, oddities


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Caritas Kenya", set()),
        ("Croissant-Rouge tunisien", set()),
        ("الهلال الأحمر التونسي", set()),
        ("Помощь мигрантам", set()),
        ("می‌خواهم", set()),
        ("3W Chad", set()),
        ("1st Aid", set()),
        ("1er Secours", set()),
        ("Fund 2030", set()),
        ("Act4Change", set()),
        ("1OM", {"digits"}),
        ("0xfam", {"digits"}),
        ("Car1tas", {"digits"}),
        ("Car\u200bitas", {"invisible"}),
        ("Caritas\u202e", {"invisible"}),
        ("\u0421aritas", {"mixed_scripts"}),
        ("I\u039fM Kenya", {"mixed_scripts"}),
        ("\u0410\u0421\u0415 Kenya", {"foreign_letters"}),
        ("", set()),
    ],
)
def test_what_may_deceive_an_eye_is_named(name, found):
    assert oddities(name) == found


@pytest.mark.parametrize(
    ("name", "known", "is_so"),
    [
        ("Carltas", "Caritas", True),
        ("1OM", "IOM", True),
        ("\u0421\u0430ritas", "Caritas", True),
        ("Car\u200bitas", "Caritas", True),
        ("Caritas", "Caritas", False),
        ("Caritas Kenya", "Caritas", False),
        ("AIS", "ALS", False),
        ("Karitas", "Caritas", False),
    ],
)
def test_a_name_imitates_another_that_an_eye_takes_it_for(name, known, is_so):
    assert imitates(name, known) is is_so


def test_a_name_is_read_as_it_looks():
    assert as_it_looks("\u0421arita\u0455") == "Caritas"
    assert as_it_looks("0xfam") == "oxfam"


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.example.org/about?x=1", "example.org"),
        ("http://user@Example.ORG:8080/", "example.org"),
        ("A.Person@mail.example.org", "mail.example.org"),
        ("example.org.", "example.org"),
        ("www.example.org", "example.org"),
        ("Caritas", ""),
        ("Caritas Kenya e.V.", ""),
        ("", ""),
        ("@", ""),
        ("a" * 300 + ".org", ""),
    ],
)
def test_the_domain_of_an_address(text, domain):
    assert domain_of(text) == domain


def test_a_domain_where_anybody_has_an_address_is_shared():
    assert is_shared("gmail.com")
    assert not is_shared("example.org")
