"""What an import asks before it writes."""

import pytest

from registry.models import Programme
from registry.queries.imports import codes

pytestmark = pytest.mark.django_db


def test_a_programme_is_known_only_where_it_takes_place():
    somewhere = Programme.objects.create(code="somewhere", name_en="Somewhere")
    somewhere.phases.create(number=1).countries.set(["TCD"])
    somewhere.phases.create(number=2).countries.set(["NER"])
    anywhere = Programme.objects.create(code="anywhere", name_en="Anywhere")
    anywhere.phases.create(number=1)

    known = codes()

    assert [known.programme_in("somewhere", country) for country in ("TCD", "NER", "KEN")] == [
        somewhere.pk,
        somewhere.pk,
        None,
    ]
    assert known.programme_in("anywhere", "KEN") == anywhere.pk
    assert known.programme_in("nobody's", "KEN") is None
