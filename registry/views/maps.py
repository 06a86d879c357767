"""The land map: a circle for each country, its area proportional to a count. No borders, no tiles, no script."""

from math import sqrt

from django.utils.translation import gettext as _

from registry.models import Country

_LARGEST = 13.0
_ONE = 2.3
_SMALLEST = 1.6
# About how wide a character of a label is, and how high a label, in units of the map.
_CHARACTER, _LINE = 4.6, 11
_LABELS = 6
# A label may lie over smaller circles than this, but not over larger ones.
_BIG = 4
# Left and right edge of the map.
_WEST, _EAST = 95, 645
# On a narrow screen the letters of a label are so much larger (see .map text in components.css).
_NARROW = 2
# The small map of one organization: never narrower than this, with this much room, height to width.
_NARROWEST, _ROOM, _SHAPE = 130, 1.6, 0.75


def world_map(counts, labels, *, untold=frozenset()):
    """Circles, labels and a sentence for {country code: count}; what has no place on the map is in the table.

    `untold` are countries whose count is not told: each has the smallest circle.
    """
    places = {
        country.code: (country.map_x, country.map_y)
        for country in Country.objects.filter(code__in=counts.keys() | untold, map_x__isnull=False)
    }
    ranked = sorted((code for code in counts if code in places), key=lambda code: (-counts[code], labels[code]))
    few = [{"x": places[code][0], "y": places[code][1], "r": _SMALLEST} for code in sorted(untold & places.keys())]
    if not ranked:
        return {"circles": few, "labels": [], "summary": _("World map. The list of countries is in the table below.")}
    scale = min(_ONE, _LARGEST / sqrt(counts[ranked[0]]))
    circles = [
        {"x": places[code][0], "y": places[code][1], "r": round(max(_SMALLEST, scale * sqrt(counts[code])), 1)}
        for code in ranked
    ]
    largest = ", ".join(f"{labels[code]} {counts[code]}" for code in ranked[:5])
    return {
        "circles": circles + few,
        "labels": _labels(ranked, circles, labels, counts),
        "summary": _("World map. Largest numbers: %(largest)s. The full list is in the table below.")
        % {"largest": largest},
    }


def small_map(codes, labels):
    """The part of the map where an organization works: equal circles, with room around them."""
    countries = Country.objects.filter(code__in=codes, map_x__isnull=False).values_list("code", "map_x", "map_y")
    if not countries:
        return {"circles": [], "labels": [], "summary": "", "view": ""}
    xs, ys = [x for _code, x, _y in countries], [y for _code, _x, y in countries]
    width = max(_NARROWEST, (max(xs) - min(xs)) * _ROOM, (max(ys) - min(ys)) * _ROOM / _SHAPE)
    left = (max(xs) + min(xs) - width) / 2
    top = (max(ys) + min(ys) - width * _SHAPE) / 2
    named = ", ".join(sorted((labels.get(code, code) for code, _x, _y in countries), key=str.casefold))
    return {
        "circles": [{"x": x, "y": y, "r": round(width / 32, 1)} for _code, x, y in countries],
        "labels": [],
        "summary": _("Map with circles on: %(countries)s.") % {"countries": named},
        "view": f"{left:.0f} {top:.0f} {width:.0f} {width * _SHAPE:.0f}",
    }


def _labels(ranked, circles, labels, counts):
    """Labels for the largest circles, beside them, leaving out what would lie on another label; the largest has one.

    `is_wide`: there is room for it on a wide screen only.
    """
    placed, narrow_boxes = [], []
    boxes = [(c["x"] - c["r"], c["y"] - c["r"], c["x"] + c["r"], c["y"] + c["r"]) for c in circles if c["r"] > _BIG]
    for code, circle in zip(ranked[: 2 * _LABELS], circles, strict=False):
        if len(placed) == _LABELS:
            break
        text = f"{labels[code]} {counts[code]}"
        anchors = _anchors(circle, text)
        is_free = {anchor: not _is_taken(_box(circle, text, anchor), boxes) for anchor in anchors}
        anchor = next((anchor for anchor in anchors if is_free[anchor]), None)
        if anchor is None and placed:
            continue
        anchor = anchor or anchors[0]
        narrow = _box(circle, text, anchor, _NARROW)
        is_wide = bool(placed) and _is_taken(narrow, narrow_boxes)
        if not is_wide:
            narrow_boxes.append(narrow)
        boxes.append(_box(circle, text, anchor))
        x = circle["x"] + (-1 if anchor == "end" else 1) * (circle["r"] + 2)
        spot = {"x": round(x, 1), "y": round(circle["y"] + 3.5, 1), "anchor": anchor}
        placed.append(spot | {"text": text, "is_wide": is_wide})
    return placed


def _anchors(circle, text):
    """The sides on which the large letters too stay on the map, the eastern one first."""
    sides = {anchor: _box(circle, text, anchor, _NARROW) for anchor in ("start", "end")}
    return [anchor for anchor, box in sides.items() if box[0] >= _WEST and box[2] <= _EAST] or ["start"]


def _box(circle, text, anchor, size=1):
    width, height = size * _CHARACTER * len(text), size * _LINE
    near = circle["r"] + 2
    left = circle["x"] - near - width if anchor == "end" else circle["x"] + near
    return left, circle["y"] - height / 2, left + width, circle["y"] + height / 2


def _is_taken(box, others):
    return any(_overlap(box, other) for other in others)


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
