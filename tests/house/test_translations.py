"""French and Spanish are complete, and the tool that says so finds what is missing or faulty."""

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import trans_real

from registry.management import catalogs
from registry.management.translation_rules import problems_of

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext

def words(count):
    # Translators: a button
    _("Save")
    _("Sent to %(name)s on %(date)s.")
    pgettext("provenance", "Local")
    return ngettext("%(count)s row", "%(count)s rows", count)
"""

TEMPLATE = """
{% load i18n %}
<ul>
    {% if rows %}
        <li class="{% translate "Home" %}">{{ _("Search") }}</li>
        {% blocktranslate trimmed with name=name %}
            {{ name }} was
            archived, 100% of it.
        {% endblocktranslate %}
        {% blocktranslate count counter=rows %}{{ counter }} file{% plural %}{{ counter }} files{% endblocktranslate %}
        {% translate "May" context "the month" %}
    {% endif %}
  <li>it's "quoted"</li>
</ul>
"""

FRENCH = {
    "Save": "Enregistrer",
    "Sent to %(name)s on %(date)s.": "Envoyé le %(date)s à %(name)s.",
    "provenance\x04Local": "Locale",
    "the month\x04May": "Mai",
    "%(count)s row": {"translations": ["%(count)s ligne", "%(count)s lignes"]},
    "Home": "Accueil",
    "Search": "Rechercher",
    "%(name)s was archived, 100%% of it.": "%(name)s a été archivée, à 100 %%.",
    "%(counter)s file": ["%(counter)s fichier", "%(counter)s fichiers"],
}


@pytest.fixture
def tree(tmp_path, settings):
    """A site of one Python file and one template, in English and French."""
    (tmp_path / "app" / "templates").mkdir(parents=True)
    (tmp_path / "app" / "__init__.py").write_text(PYTHON)
    (tmp_path / "app" / "templates" / "page.html").write_text(TEMPLATE)
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    return tmp_path


@pytest.fixture
def filled(tree):
    (tree / "french.json").write_text(json.dumps(FRENCH))
    call_command("check_translations", fill=["fr", str(tree / "french.json")], verbosity=0)
    return tree / "locale" / "fr" / "LC_MESSAGES" / "django.po"


@pytest.mark.slow  # Reads every file of the product.
@pytest.mark.parametrize("language", ["fr", "es"])
def test_nothing_is_missing_or_faulty(language):
    sources = catalogs.read_sources(site.BASE_DIR)

    problems = catalogs.problems_in(sources, catalogs.read_catalog(Path(site.LOCALE_PATHS[0]), language), language)

    assert len(sources) > 100
    assert problems == []


def test_every_message_of_python_and_templates_is_found(tree):
    sources = catalogs.read_sources(tree)

    assert {(message.id, message.context) for message in sources if message.id} == {
        ("Save", None),
        ("Sent to %(name)s on %(date)s.", None),
        ("Local", "provenance"),
        (("%(count)s row", "%(count)s rows"), None),
        ("Home", None),
        ("Search", None),
        ("%(name)s was archived, 100%% of it.", None),
        (("%(counter)s file", "%(counter)s files"), None),
        ("May", "the month"),
    }


def test_what_is_missing_is_printed_for_translators(tree, capsys):
    call_command("check_translations", missing="fr")

    wanted = json.loads(capsys.readouterr().out)
    assert wanted["Save"] == ""
    assert wanted["provenance\x04Local"] == ""
    assert wanted["%(count)s row"] == {"plural": "%(count)s rows", "translations": ["", ""]}


def test_a_page_shows_what_translators_filled_in(filled, monkeypatch):
    call_command("check_translations", compile=True, verbosity=0)
    monkeypatch.setattr(trans_real, "_translations", {})
    page = Engine(libraries={"i18n": "django.templatetags.i18n"}).from_string(TEMPLATE)

    with translation.override("fr"):
        none, two = (page.render(Context({"rows": rows, "name": "Alma"})) for rows in (1, 2))

    monkeypatch.setattr(trans_real, "_translations", {})
    assert "Alma a été archivée, à 100 %." in none
    assert [word in none for word in ("Accueil", "Rechercher", "1 fichier\n", "Mai")] == [True] * 4
    assert "2 fichiers" in two


def test_a_complete_catalogue_passes(filled, capsys):
    call_command("check_translations")

    assert "complete in fr" in capsys.readouterr().out


def test_a_second_update_changes_nothing(filled, capsys):
    before = filled.read_bytes()

    call_command("check_translations", update=True)

    assert filled.read_bytes() == before
    assert "9 messages, 0 to translate, file unchanged" in capsys.readouterr().out


def test_a_file_is_sorted_and_says_neither_when_nor_where(filled):
    text = filled.read_text()

    assert "Creation-Date" not in text
    assert "page.html" not in text
    assert text.index('msgid "Home"') < text.index('msgid "Save"') < text.index('msgid "Search"')
    assert '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"' in text
    assert "#. Translators: a button" in text


def test_an_update_drops_what_the_code_no_longer_says(filled, tree):
    (tree / "app" / "__init__.py").write_text('_("Save it")')

    call_command("check_translations", update=True, verbosity=0)

    text = filled.read_text()
    assert 'msgid "Save it"\nmsgstr ""' in text
    assert "Enregistrer" not in text


def test_a_plural_that_was_reworded_is_to_be_looked_at_again(filled, tree):
    (tree / "app" / "__init__.py").write_text(PYTHON.replace("%(count)s rows", "%(count)s rows of the file"))

    call_command("check_translations", update=True, verbosity=0)

    with pytest.raises(CommandError):
        call_command("check_translations")
    assert list(catalogs.missing(catalogs.read_sources(tree), catalogs.read_catalog(tree / "locale", "fr"))) == [
        "%(count)s row"
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('msgstr "Enregistrer"', 'msgstr ""', "fr: 'Save': not translated"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "fr: 'Save': marked fuzzy"),
        ("Envoyé le %(date)s à", "Envoyé à", "placeholders differ"),
        ("%(count)s lignes", "%(nombre)s lignes", "placeholders differ"),
        ('msgstr "Accueil"', 'msgstr "Accueil !"', "an ordinary space stands before"),
    ],
)
def test_a_faulty_entry_fails_the_check_by_name(filled, capsys, old, new, reason):
    filled.write_text(filled.read_text().replace(old, new, 1))

    with pytest.raises(CommandError, match="1 problems"):
        call_command("check_translations")

    assert reason in capsys.readouterr().err


def test_a_translation_that_would_break_a_page_is_not_taken(tree, capsys):
    bad = {"Sent to %(name)s on %(date)s.": "Envoyé.", "Nobody asked": "Personne", "Save": "Enregistrer"}
    (tree / "french.json").write_text(json.dumps(bad))

    with pytest.raises(CommandError, match="2 translations were not taken"):
        call_command("check_translations", fill=["fr", str(tree / "french.json")])

    assert "no such message in the code" in capsys.readouterr().err
    assert catalogs.read_catalog(tree / "locale", "fr").get("Save").string == "Enregistrer"


def test_compiling_again_does_nothing_until_the_source_changes(filled):
    assert catalogs.compile_catalog(filled) is True
    assert catalogs.compile_catalog(filled) is False


@pytest.mark.parametrize(
    ("language", "source", "text", "reasons"),
    [
        ("fr", "Area: %s", "Domaine\u00a0: %s", []),
        ("fr", "Area: %s", "Domaine\u202f: %s", []),
        ("fr", "Area: %s", "Domaine&nbsp;: %s", []),
        ("fr", "Area: %s", "Domaine : %s", ["an ordinary space stands before : ; ? ! or », where it must not break"]),
        ("fr", "Area: %s", "Domaine: %s", ["a no-break space is missing before : ; ? or !"]),
        ("fr", "Send `A: B`.", "Envoyez `A: B`.", []),
        ("fr", "Really?", "Vraiment?", ["a no-break space is missing before : ; ? or !"]),
        ("fr", "At 10:30, see https://example.org/?a=1", "À 10:30, voir https://example.org/?a=1", []),
        ("fr", "The 'word'", "Le «\u00a0mot\u00a0»", []),
        ("fr", "The 'word'", "Le «mot»", ["a no-break space is missing inside « »"]),
        ("fr", "The area", "L'aire", ["a straight apostrophe: write ’"]),
        ("fr", "The word", 'Le "mot"', ["straight quotation marks: write « » or “ ”"]),
        ("fr", '<a href="%s">Go</a>', '<a href="%s">Aller</a>', []),
        ("fr", "<b>Go</b>", "Aller", ["tags differ from those of the source"]),
        ("fr", "%s of %s", "%s", ["placeholders differ: %s, %s became %s"]),
        ("fr", "{a} of {b}", "{b}, {a}", []),
        ("fr", "{a} of {b}", "{a}", ["placeholders differ: {a}, {b} became {a}"]),
        ("fr", "Go", "Aller ", ["begins or ends with a space"]),
        ("fr", "Go\n", "Aller", ["begins or ends with a line break where the source does not, or the reverse"]),
        ("es", "Area: %s", "Área: %s", []),
        ("es", "Really?", "¿De verdad?", []),
        ("es", "Really?", "De verdad?", ["¿ is missing"]),
    ],
)
def test_what_is_wrong_with_a_translation(language, source, text, reasons):
    found = problems_of(Message(source), Message(source, text), language, 2)

    assert [problem.reason for problem in found] == reasons


@pytest.mark.parametrize(
    ("forms", "is_right"),
    [
        (("Un rang", "%(count)s rangs"), True),
        (("%(count)s rang", "%(count)s rangs"), True),
        (("Un rang", "Des rangs"), False),
        (("Un rang",), False),
        (("Un rang", ""), False),
        ("Un rang", False),
    ],
)
def test_the_form_for_one_need_not_name_the_number(forms, is_right):
    plural = ("One row", "%(count)s rows")

    found = list(problems_of(Message(plural), Message(plural, forms), "fr", 2))

    assert (found == []) is is_right
