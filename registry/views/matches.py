"""Whom a record, or what is being typed of one, may be the same as: shown on the pages of organizations."""

from django.urls import reverse

from registry.forms.organizations import identity_typed
from registry.queries.duplicates import pairs_of, possible_matches
from registry.states import PairState
from registry.views.evidence_words import typed_words

NOTES_SHOWN = 3


def matches_typed(data, user):
    """What the page shows of the records that may be the organization in `data`, with why; near ones need an answer."""
    identity = identity_typed(data)
    looked = bool(identity.names or identity.identifiers)
    matches = possible_matches(identity, user=user) if looked else []
    shown = []
    for match in matches:
        agreeing, conflicting = typed_words(match)
        shown.append({"organization": match.organization, "agreeing": agreeing, "conflicting": conflicting})
    return {"matches": shown, "near": any(match.is_near for match in matches), "looked": looked}


def look_while_typing(names):
    """Each box for a name asks for possible matches as it is typed; an answer that does not come is not missed."""
    asked = "[name^='names-'], [name^='identifiers-'], [name='website'], [name='hq_country'], [name='types']"
    for form in names:
        form.fields["text"].widget.attrs |= {
            "hx-get": reverse("registry:organization-new"),
            "hx-trigger": "input changed delay:400ms",
            "hx-include": asked,
            "hx-target": "#matches",
            "hx-swap": "outerHTML",
            "hx-sync": "this:replace",
            "data-poll": "on",
        }


def duplicate_notes(organization, user):
    """What the page of a record says of those that it may be the same as, and that this person may know of."""
    return [
        {
            "other": pair.second if pair.first_id == organization.pk else pair.first,
            "is_said": pair.state == PairState.SAME,
            "url": compare_url(pair.first, pair.second),
        }
        for pair in pairs_of(organization, user=user)[:NOTES_SHOWN]
    ]


def compare_url(first, second):
    return reverse("registry:duplicate-compare", args=[first.reference, second.reference])
