"""What stands beside what is to stand: which lines stay, come and go, and within one text which words."""

import re
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"


def sides(before, after):
    """Two lists of lines as {"before", "after"}: each line a list of (mark, text); and how many come and go."""
    gone = [line for line in before if line not in after]
    new = [line for line in after if line not in before]
    if len(gone) == len(new) == 1:
        left, right = _by_words(gone[0], new[0])
        changed = {gone[0]: left, new[0]: right}
    else:
        changed = {line: [(GONE, line)] for line in gone} | {line: [(NEW, line)] for line in new}
    return {
        "before": [changed.get(line, [(SAME, line)]) for line in before],
        "after": [changed.get(line, [(SAME, line)]) for line in after],
        "added": len(new),
        "removed": len(gone),
        "is_list": len(before) > 1 or len(after) > 1,
    }


def _by_words(before, after):
    """The two texts in pieces; a word changes as a whole, and so does everything when little stays."""
    left, right = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.4:
        return [(GONE, before)], [(NEW, after)]
    told_left, told_right = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        _add(told_left, SAME if kind == "equal" else GONE, "".join(left[a:b]))
        _add(told_right, SAME if kind == "equal" else NEW, "".join(right[c:d]))
    return told_left, told_right


def _add(pieces, mark, text):
    if text:
        pieces.append((mark, text))
