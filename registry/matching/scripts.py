"""Scripts: which one a text is in, which way it runs, and its sound in Latin letters."""

import unicodedata
from collections import Counter
from functools import cache

from registry.matching.normalize import fold

_CODES = {
    "LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "ARMENIAN": "Armn",
    "GEORGIAN": "Geor", "ETHIOPIC": "Ethi", "DEVANAGARI": "Deva", "BENGALI": "Beng", "THAI": "Thai", "LAO": "Laoo",
    "MYANMAR": "Mymr", "KHMER": "Khmr", "TAMIL": "Taml", "SINHALA": "Sinh", "TELUGU": "Telu", "GUJARATI": "Gujr",
    "GURMUKHI": "Guru", "KANNADA": "Knda", "MALAYALAM": "Mlym", "TIFINAGH": "Tfng", "SYRIAC": "Syrc",
    "THAANA": "Thaa", "TIBETAN": "Tibt", "MONGOLIAN": "Mong", "HANGUL": "Hang", "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan", "CJK": "Hani", "NKO": "Nkoo", "ADLAM": "Adlm", "ORIYA": "Orya", "FULLWIDTH": "Latn",
}  # fmt: skip
_UNSPACED = frozenset({"Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"})

# Near enough for names to meet, not a standard: Cyrillic (with Ukrainian, Serbian, Kazakh and Tajik letters), Greek,
# Arabic (with Persian and Urdu letters) and Hebrew. Vowels that Arabic and Hebrew do not write stay unwritten.
_CYRILLIC = "аa бb вv гg дd еe жzh зz иi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щsh ыy эe юyu яya ъ ь"
_MORE_CYRILLIC = "іi јj љlj њnj ћch ђdj џdj єye ґg ѕdz әa өo үu ұu қk ғg ңn һh ҳh ҷj ӣi"
_GREEK = "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo"
_ARABIC = "اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy"
_MORE_ARABIC = "پp چch ژzh گg ڤv ٹt ڈd ڑr ںn ڭng ۋv ۇu ۆo"
_HEBREW = "אa בb גg דd הh וv זz חh טt יy כk ךk לl מm םm נn ןn סs עa פp ףp צts ץts קk רr שsh תt"
_SOUNDS = str.maketrans(
    {
        entry[0]: entry[1:]
        for entry in " ".join((_CYRILLIC, _MORE_CYRILLIC, _GREEK, _ARABIC, _MORE_ARABIC, _HEBREW)).split()
    }
)


@cache
def _script_of_block(block: int) -> str:
    # Scripts are laid out in blocks: one letter of sixteen speaks for the others.
    for code in range(block << 4, (block + 1) << 4):
        if chr(code).isalpha():
            return _CODES.get(unicodedata.name(chr(code), "").split(" ")[0].split("-")[0], "Zyyy")
    return "Zyyy"


def script_of(text: str) -> str:
    """The ISO 15924 code of the script that most letters are in; empty when there is no letter."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else ""
    counts = Counter(_script_of_block(ord(character) >> 4) for character in text if character.isalpha())
    return counts.most_common(1)[0][0] if counts else ""


def is_unspaced(word: str) -> bool:
    """Whether the word is in a script that puts no space between words, so that it may be several."""
    return not word.isascii() and script_of(word) in _UNSPACED


def direction(text: str) -> str:
    """ "rtl" when most of the text runs from right to left, else "ltr"."""
    return "rtl" if script_of(text) in _RIGHT_TO_LEFT else "ltr"


def romanize(text: str) -> str:
    """The folded text in Latin letters, near enough for its consonants to meet another romanization's."""
    folded = fold(text)
    return folded if folded.isascii() else folded.translate(_SOUNDS)
