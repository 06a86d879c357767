"""Figures that people may quote: each with its definition, its day, its source and the address of its rows."""

from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from registry.api.answers import as_json
from registry.api.problems import BASE
from registry.api.schema import operation
from registry.api.serializers import Shape
from registry.filters import FILTERS
from registry.queries.small_cells import SMALLEST
from registry.queries.statistics import ALL, BREAKDOWNS, DEFINITIONS, QUOTED, figures

# {facet: the parameter of `/organizations` that finds its rows}
_PARAMETERS = {known.facet: known.name for known in FILTERS}


class FigureSerializer(Shape):
    code = serializers.CharField(help_text="See the code list of this name; `*` for all.")
    count = serializers.IntegerField(allow_null=True, help_text="Null for a number that is not told.")
    fresh = serializers.IntegerField(allow_null=True, help_text="How many of these are fresh.")
    fresh_percent = serializers.IntegerField(allow_null=True)
    rows = serializers.URLField(allow_null=True, help_text="The organizations behind the figure.")


class BreakdownSerializer(Shape):
    by = serializers.ChoiceField(choices=BREAKDOWNS)
    definition = serializers.CharField(help_text="In the language that was asked for.")
    results = FigureSerializer(many=True)


class QuotedSerializer(Shape):
    """A figure that somebody else gave. It stands beside ours; neither corrects the other."""

    number = serializers.CharField()
    definition = serializers.CharField()
    as_of = serializers.CharField()
    source = serializers.CharField()


class StatisticsSerializer(Shape):
    as_of = serializers.DateField(help_text="The day of the last publication.")
    source = serializers.CharField()
    smallest = serializers.IntegerField(help_text="Smaller numbers, and what would give them away, are not told.")
    definition = serializers.CharField()
    all = FigureSerializer()
    breakdowns = BreakdownSerializer(many=True)
    quoted = QuotedSerializer(many=True)


def text():
    total, found, as_of = figures()
    return as_json(
        {
            "as_of": as_of.isoformat(),
            "source": _("Published organizations of this registry"),
            "smallest": SMALLEST,
            "definition": str(ALL),
            "all": _figure(total, {}),
            "breakdowns": [
                {
                    "by": by,
                    "definition": str(DEFINITIONS[by]),
                    "results": [_figure(one, _asked(by, one.code)) for one in those],
                }
                for by, those in found.items()
                if those
            ],
            "quoted": [
                {
                    "number": str(one.number),
                    "definition": str(one.words),
                    "as_of": str(one.as_of),
                    "source": str(one.source),
                }
                for one in QUOTED
            ],
        }
    )


def _asked(by, code):
    """What finds the rows of a figure; None where no parameter does."""
    return {_PARAMETERS[by]: code} if by in _PARAMETERS else None


def _figure(figure, asked):
    address = f"{settings.SITE_ORIGIN}{BASE}/organizations"
    # A number that is not told has no address: the rows would tell it.
    is_led = asked is not None and figure.count is not None
    return {
        "code": figure.code,
        "count": figure.count,
        "fresh": figure.fresh,
        "fresh_percent": figure.percent,
        "rows": f"{address}?{urlencode(asked)}" if is_led and asked else address if is_led else None,
    }


statistics = operation(
    "getStatistics",
    "Read the figures of the inventory",
    StatisticsSerializer,
    tag="statistics",
    description="How many published organizations there are, by area, role, type, level, region, country, office, trust"
    " and freshness, and how many of these are fresh. Each figure leads to its rows. Numbers under five are not told.",
    example={
        "as_of": "2026-11-22",
        "source": "Published organizations of this registry",
        "smallest": 5,
        "definition": "Organizations with a public page in this registry.",
        "all": {
            "code": "*",
            "count": 1604,
            "fresh": 978,
            "fresh_percent": 61,
            "rows": "https://registry.example.org/api/v1/organizations",
        },
        "breakdowns": [
            {
                "by": "area",
                "definition": "Organizations with at least one partnership in the area, told by a source or verified.",
                "results": [
                    {
                        "code": "1",
                        "count": 312,
                        "fresh": 180,
                        "fresh_percent": 58,
                        "rows": "https://registry.example.org/api/v1/organizations?area=1",
                    }
                ],
            }
        ],
        "quoted": [
            {
                "number": "more than 1,600",
                "definition": "Civil society organizations that work with IOM on projects.",
                "as_of": "2012",
                "source": "IOM leaflet on partnerships with civil society, late 2012, note 1",
            }
        ],
    },
)
