"""What each character becomes before names are compared, and which characters merely look like a Latin letter."""

import unicodedata

# Marks that a writer may leave out. Vowel signs of Indic and other scripts are letters to their readers and stay.
_LOOSE_MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x0711, 0x0711), (0x0730, 0x074A), (0x08D3, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0x2DE0, 0x2DFF), (0xA66F, 0xA672), (0xFE20, 0xFE2F),
)  # fmt: skip

# Default-ignorable code points that are not in category Cf.
_IGNORABLE = ((0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164),
              (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF))  # fmt: skip

_APOSTROPHES = "‘’‚‛`´′‵ʹʻʼʽʾʿˈˊˋʽ՚׳＇ꞌ"
_QUOTES = "“”„‟«»‹›″‶〝〞＂״"
_DASHES = "‐‑‒–—―−⁃﹘﹣－־᠆~〜～"
_DOTS = "·•․‧∙⋅・。｡۔।"

_REPLACED: dict[str, str] = (
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_DOTS, ".")
    | {"،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ",", "，": ",", "、": ","}
    # Latin letters that do not decompose.
    | {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ð": "d", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t"}
    | {"ĸ": "k", "ŋ": "n", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɲ": "n", "ƒ": "f"}
    | {"ɖ": "d", "ɣ": "g", "ɩ": "i", "ʋ": "v", "ƥ": "p", "ƭ": "t", "ɠ": "g", "ʉ": "u", "ɨ": "i", "ƶ": "z", "ǥ": "g"}
    # Arabic: one form for alef, ya, kaf and ha; the lone hamza is often left out, tatweel is only ornament.
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه"}
    | {"ۃ": "ه", "ء": "", "ٴ": "", "ـ": "", "ٲ": "ا", "ٳ": "ا", "ٵ": "ا"}
)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _fold_once(character: str) -> str:
    if character in _REPLACED:
        return _REPLACED[character]
    category = unicodedata.category(character)
    if category in {"Cf", "Cs"} or _within(ord(character), _IGNORABLE) or _within(ord(character), _LOOSE_MARKS):
        return ""
    if character.isspace() or category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())


def fold_character(character: str) -> str:
    """The folded form of one character: what folding it again would not change."""
    folded = _fold_once(character)
    for _ in range(4):
        again = "".join(map(_fold_once, folded))
        if again == folded:
            break
        folded = again
    return folded


class CharacterTable(dict[int, str]):
    """A table for str.translate that works entries out when first met, and keeps a bounded number of them."""

    LIMIT = 20_000

    def __missing__(self, code: int) -> str:
        folded = fold_character(chr(code))
        if len(self) < self.LIMIT:
            self[code] = folded
        return folded


class SeparatorTable(dict[int, str]):
    """A table for str.translate that turns whatever is not a letter, mark or number into a space."""

    LIMIT = 20_000

    def __missing__(self, code: int) -> str:
        kept = chr(code) if unicodedata.category(chr(code))[0] in "LMN" else " "
        if len(self) < self.LIMIT:
            self[code] = kept
        return kept


# Case decides what a letter looks like (Greek Ν is N, ν is v), so this is read before case is folded.
LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮԌԚԜЬ" "авеѕіјкмнорстухүԍԛԝьԁһӏѵ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" "αεηικνορτυχγωϲϳ" "ՍՕօսհոցԼ" "ɑɡɩᴀᴄᴏᴜᴠᴡᴢꓲꓳ",
    "ABESIJKMHOPCTYXYGQWb" "abesijkmhopctyxygqwbdhlv" "ABEZHIKMNOPTYX" "aenikvoptuxywcj" "UOouhngl" "agiacouvwzIO",
)  # fmt: skip
DIGIT_LETTERS = str.maketrans("01345789|!$@", "oieastbgiisa")
