"""Finding by name, for the directory and for the staff alike: rare keys choose whom to look at, the score decides.

Budget: two statements, and at most NAMES_LOOKED_AT names however large the registry is.
"""

from collections import defaultdict
from math import isqrt

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import IntegerField, Value

from registry.matching import query_keys, rank, rarity, word_key, words

NAMES_LOOKED_AT = 4_000
FEWEST_LOOKED_AT = 400
# How many words may be compared one by one: the names of a long query are few, those of a single word may be many.
WORDS_COMPARED = 600
FEWEST_COMPARED = 120
# What comes less near than this share of the best is no answer beside it.
NEAR_THE_BEST = 0.6
# Stands for the keys of each text in a statement that is written for all of them.
_ANY = [-1]


def best_owners(q, names, *, owner, limit, **options):
    """[(owner's key, score)] of the names of a queryset that come near `q`, best first; `owner` is its foreign key."""
    return owners_near([q], names, owner=owner, limit=limit, **options)[0]


def owners_near(texts, names, *, owner, limit, most_names=NAMES_LOOKED_AT, **options):
    """The same of many texts, each with an answer of its own; two statements however many they are."""
    keys = [query_keys(text) for text in texts]
    if not any(keys):
        return [[] for _text in texts]
    frequency, listings = _frequency(list({key for some in keys for key in some}))
    # Measured: with five times the root of the listings no search lost what it found with all of the budget.
    budget = min(most_names, max(FEWEST_LOOKED_AT, 5 * isqrt(listings)))
    looked_at = _looked_at([_rarest(some, frequency, budget) for some in keys], names, owner, 2 * budget)
    rare = _rare({word for text in texts for word in words(text)}, frequency, listings)
    return [_best(text, looked_at[at], rare, limit, options) for at, text in enumerate(texts)]


def _looked_at(wanted, names, owner, most):
    """For each list of keys the names that hold one of them: [(name's key, owner's key, text)]."""
    # Written once: for a hundred texts the writing would take longer than the search.
    chosen = names.filter(keys__overlap=Value(_ANY, ArrayField(IntegerField()))).values_list(
        "pk", f"{owner}_id", "text"
    )[:most]
    statement, given = chosen.query.sql_with_params()
    statements, parameters = [], []
    for at, keys in enumerate(wanted):
        if keys:
            statements.append(f"SELECT {at}, one.* FROM ({statement}) one")  # noqa: S608 - a number and Django's SQL
            parameters += [keys if one == _ANY else one for one in given]
    found = defaultdict(list)
    for at, *name in _by_index(" UNION ALL ".join(statements), parameters):
        found[at].append(name)
    return found


def _best(text, looked_at, rare, limit, options):
    owner_of = {pk: owner_key for pk, owner_key, _text in looked_at}
    asked = words(text)
    most = min(2 * limit, max(FEWEST_COMPARED, WORDS_COMPARED // max(1, len(asked))))
    found = rank(text, [(pk, name) for pk, _owner, name in looked_at], weights=rare, limit=most, **options)
    best = {}
    for pk, score in found:
        if score < NEAR_THE_BEST * found[0][1]:
            break
        best.setdefault(owner_of[pk], score)
    return list(best.items())[:limit]


def weights_of(every):
    """{word: how much it tells} of many folded words, by how many names of the inventory have it; one statement."""
    every = list(every)
    return _rare(every, *_frequency([word_key(word) for word in every]))


def _rare(every, frequency, listings):
    return rarity({word: frequency.get(word_key(word), 1) for word in every}, 2 * listings)


def organizations_under(keys):
    """{key: {organization keys}} of the names in the inventory that hold some keys."""
    found = _by_index(
        "SELECT wanted.key, name.organization_id FROM unnest(%s::int[]) AS wanted(key)"
        " JOIN registry_organizationname name ON name.keys @> ARRAY[wanted.key]",
        [list(keys)],
    )
    holders = defaultdict(set)
    for key, organization in found:
        holders[key].add(organization)
    return holders


def _frequency(keys):
    """{key: in how many names it stands}, where that is more than one, and how many listings there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, names FROM registry_namekey WHERE key = ANY(%s)"
            " UNION ALL SELECT NULL, coalesce(sum(bit_count(bits)), 0)::int FROM registry_facetbits WHERE value = '*'",
            [keys],
        )
        frequency = dict(cursor.fetchall())
    return frequency, frequency.pop(None)


def _rarest(keys, frequency, budget):
    """The rarest keys up to the budget, and always one. A key that was never counted is new, and so is rare."""
    chosen, names = [], 0
    for key in sorted(keys, key=lambda key: frequency.get(key, 0)):
        names += frequency.get(key, 0)
        if chosen and names > budget:
            break
        chosen.append(key)
    return chosen


def _by_index(statement, parameters):
    """The rows of a statement, read by an index although the planner would read the whole table.

    It takes the comparison of two arrays to cost as much as that of two numbers, and is wrong by a factor of fifty.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_seqscan = off; {statement}; SET LOCAL enable_seqscan = on", parameters)
        cursor.nextset()
        return cursor.fetchall()
