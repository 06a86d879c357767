"""Finding by name, for the directory and for the staff alike: rare keys choose whom to look at, the score decides."""

from registry.matching import query_keys, rank
from registry.models import NameKey

# How many names a search may look at: its time is bounded by this and not by the size of the registry.
NAMES_LOOKED_AT = 4_000


def best_owners(q, names, *, owner, limit, **options):
    """[(owner's key, score)] of the names of a queryset that come near `q`, best first; `owner` is its foreign key."""
    keys = query_keys(q)
    frequency = dict(NameKey.objects.filter(key__in=keys).values_list("key", "names"))
    chosen = _rarest(keys, frequency)
    looked_at = list(names.filter(keys__overlap=chosen).values_list("pk", f"{owner}_id", "text")[: 2 * NAMES_LOOKED_AT])
    owner_of = {pk: owner_key for pk, owner_key, _text in looked_at}
    best = {}
    for pk, score in rank(q, [(pk, text) for pk, _owner, text in looked_at], limit=2 * limit, **options):
        best[owner_of[pk]] = max(score, best.get(owner_of[pk], 0))
    return sorted(best.items(), key=lambda match: -match[1])[:limit]


def _rarest(keys, frequency):
    """The rarest keys up to the budget, and always one."""
    chosen, names = [], 0
    for key in sorted(keys, key=lambda key: frequency.get(key, 0)):
        names += frequency.get(key, 0)
        if chosen and names > NAMES_LOOKED_AT:
            break
        chosen.append(key)
    return chosen
