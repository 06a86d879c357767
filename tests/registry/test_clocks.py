import pytest
from django.utils import translation

from registry.clocks import clock_of


@pytest.mark.parametrize(
    ("language", "zone", "told"),
    [
        ("en", "Africa/Nairobi", "Nairobi time"),
        ("fr", "Africa/Nairobi", "heure de Nairobi"),
        ("es", "Africa/Nairobi", "hora de Nairobi"),
        ("fr", "Africa/Abidjan", "heure d’Abidjan"),
        ("es", "Europe/Zurich", "hora de Zúrich"),
        ("en", "America/Argentina/Buenos_Aires", "Buenos Aires time"),
    ],
)
def test_a_clock_is_called_by_its_city(language, zone, told):
    with translation.override(language):
        assert clock_of(zone) == told
