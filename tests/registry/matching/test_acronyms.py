import pytest

from registry.matching import acronym_key, acronym_of, looks_like_acronym


@pytest.mark.parametrize("text", ["IOM", "ACF", "MSF-F", "S.O.S.", "FUNADEH", "EdM", "A.C.", "ЮНХР", "CA17"])
def test_capitals_and_dots_are_acronyms(text):
    assert looks_like_acronym(text)


@pytest.mark.parametrize(
    "text", ["Oxfam", "Care International", "I", "", "الأمل", "ORGANIZACIONES", "SOS Sahel", "123"]
)
def test_words_and_long_texts_are_not(text):
    assert not looks_like_acronym(text)


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Action Contre la Faim", "acf"),
        ("Association pour le Développement Economique et Social", "ades"),
        ("Lutheran World Federation", "lwf"),
        ("Cruz Roja Hondureña", "crh"),
        ("Médecins d'Afrique", "ma"),
        ("Secours Islamique France asbl", "sif"),
        ("United Nations Department for Security and Safety", "undss"),
    ],
)
def test_a_name_has_the_initials_of_its_telling_words(name, acronym):
    assert acronym in acronym_of(name)


def test_one_word_has_no_initials():
    assert acronym_of("Oxfam") == set()


def test_an_acronym_is_the_same_with_dots_and_dashes():
    assert acronym_key("M.S.F.-F") == acronym_key("msf-f") == "msff"
