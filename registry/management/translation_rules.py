"""What a translation must keep of its source, and how French and Spanish are typed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.catalog import Message

# In a file for translators a context stands before its message as gettext itself writes it.
CONTEXT_MARK = "\x04"


@dataclass(frozen=True)
class Problem:
    language: str
    message: str
    reason: str


def key(message: Message) -> str:
    return message.id[0] if message.pluralizable else message.id


def label(message: Message) -> str:
    return f"{message.context}{CONTEXT_MARK}{key(message)}" if message.context else key(message)


def problems_of(message: Message, translated: Message, language: str, num_plurals: int) -> Iterator[Problem]:
    name = label(message)
    if message.pluralizable != isinstance(translated.string, tuple | list):
        wanted = "a list of plural forms" if message.pluralizable else "one text, not a list"
        yield Problem(language, name, f"needs {wanted}")
        return
    strings = list(translated.string) if message.pluralizable else [translated.string]
    if message.pluralizable and (len(strings) != num_plurals or not all(strings)):
        yield Problem(language, name, f"needs {num_plurals} plural forms")
        return
    for number, text in enumerate(strings):
        for reason in [*_mismatches(message, text, number), *faults_of_typing(text, language)]:
            yield Problem(language, name, reason)


_PERCENT = re.compile(r"%%|%(?:\((\w+)\))?[#0+-]*\d*(?:\.\d+)?[sdifrx]")
_BRACES = re.compile(r"\{(\w*)(?:![rsa])?(?::[^{}]*)?\}")
# Filled in by their order, so there must be as many as in the source.
_BY_ORDER = ("%s", "%d", "%i", "{}")
_TAG = re.compile(r"<(/?\w+)[^>]*>")


def _placeholders(text: str) -> Counter:
    named = [match[0] for match in _PERCENT.finditer(text) if match[0] != "%%"]
    return Counter(named + [match[0] for match in _BRACES.finditer(text)])


def _mismatches(message: Message, text: str, number: int) -> Iterator[str]:
    one, many = message.id if message.pluralizable else (message.id, message.id)
    source = one if number == 0 else many
    wanted, given = _placeholders(source), _placeholders(text)
    # The form for one may name the number although English writes "one", and the other way round.
    is_form_for_one = message.pluralizable and number == 0
    right = set(given) <= set(_placeholders(many)) | set(wanted) if is_form_for_one else set(given) == set(wanted)
    if not right or any(given[place] != wanted[place] for place in _BY_ORDER):
        yield f"placeholders differ: {_listed(wanted)} became {_listed(given)}"
    if Counter(_TAG.findall(source)) != Counter(_TAG.findall(text)):
        yield "tags differ from those of the source"
    if source.startswith("\n") != text.startswith("\n") or source.endswith("\n") != text.endswith("\n"):
        yield "begins or ends with a line break where the source does not, or the reverse"
    if source.strip(" ") == source and text.strip(" \u00a0") != text:
        yield "begins or ends with a space"


def _listed(placeholders: Counter) -> str:
    return ", ".join(sorted(placeholders.elements())) or "none"


_ENTITY = re.compile(r"&#?\w+;")
# What a program is sent stands as it is in every language: `Authorization: Bearer`.
_CODE = re.compile(r"`[^`]*`")
_FRENCH = {
    re.compile(r"(?<![\u00a0\u202f\s:;?!…])[:;?!](?=$|[\s\u00a0<)»])"): "a no-break space is missing before : ; ? or !",
    re.compile(r"[ \t\n][:;?!»]"): "an ordinary space stands before : ; ? ! or », where it must not break",
    re.compile(r"«(?![\u00a0\u202f])|(?<![\s\u00a0\u202f])»"): "a no-break space is missing inside « »",
}
_STRAIGHT = {
    re.compile(r"\w'\w"): "a straight apostrophe: write ’",
    re.compile(r'"[^"\n]*"'): "straight quotation marks: write « » or “ ”",
}


def faults_of_typing(text: str, language: str) -> Iterator[str]:
    """What a reader of that language would mark in red, whatever the text means."""
    bare = _TAG.sub("", _PERCENT.sub("x", _ENTITY.sub("x", _CODE.sub("x", text.replace("&nbsp;", "\u00a0")))))
    rules = _STRAIGHT | (_FRENCH if language == "fr" else {})
    yield from (reason for pattern, reason in rules.items() if pattern.search(bare))
    if language == "es":
        for opening, closing in ("¿?", "¡!"):
            if re.search(rf"\{closing}(?=$|[\s<)».,])", bare) and opening not in bare:
                yield f"{opening} is missing"
