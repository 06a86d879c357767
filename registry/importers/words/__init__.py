"""Lists of words that people use, kept as text so that those who know the languages can read and correct them."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def words(name: str) -> dict[str, list[str]]:
    """The lists of one file: `key: one | two`, going on in indented lines; `#` begins a remark."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if not line.startswith(" "):
            key, line = line.split(":", 1)
        found.setdefault(key, []).extend(word.strip() for word in line.split("|") if word.strip())
    return found


def pattern(phrases: list[str]) -> re.Pattern[str]:
    """One pattern for folded text: `*` is the rest of a word, `…` anything between, `^` and `$` are the ends."""
    return re.compile("|".join(map(_phrase, phrases)))


def _phrase(phrase: str) -> str:
    inner = phrase.removeprefix("^").removesuffix("$").strip()
    words = [re.escape(word).replace(r"\*", r"\w*") for word in inner.split() if word != "…"]
    gaps = [r"\b.*\b" if "…" in between else " " for between in re.findall(r"\s…\s|\s", inner)]
    text = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=True))
    return ("^" if phrase.startswith("^") else r"\b") + text + ("$" if phrase.endswith("$") else r"\b")
