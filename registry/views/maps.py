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
_EAST = 560
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
    """Labels for the largest circles, beside them, leaving out what would lie on another label."""
    placed = []
    boxes = [(c["x"] - c["r"], c["y"] - c["r"], c["x"] + c["r"], c["y"] + c["r"]) for c in circles if c["r"] > _BIG]
    for code, circle in zip(ranked[: 2 * _LABELS], circles, strict=False):
        text = f"{labels[code]} {counts[code]}"
        width = _CHARACTER * len(text)
        is_east = circle["x"] + circle["r"] + width > _EAST + 80
        x = circle["x"] + (-1 if is_east else 1) * (circle["r"] + 2)
        box = (
            x - width if is_east else x,
            circle["y"] - _LINE / 2,
            x if is_east else x + width,
            circle["y"] + _LINE / 2,
        )
        if len(placed) < _LABELS and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            anchor = "end" if is_east else "start"
            placed.append({"x": round(x, 1), "y": round(circle["y"] + 3.5, 1), "anchor": anchor, "text": text})
    return placed


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
