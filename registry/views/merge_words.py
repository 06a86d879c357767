"""A merge in words: what differs, what is kept from both, what has moved, what could not go back."""

from collections import Counter

from django.apps import apps
from django.core import serializers
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import (
    Contact,
    Document,
    ImportRow,
    Invitation,
    Membership,
    Organization,
    OrganizationIdentifier,
    OrganizationKind,
    OrganizationLink,
    OrganizationName,
    Partnership,
    Presence,
)
from registry.queries.change_words import field_label
from registry.queries.merges import GROUPS, SIDES, head_of, name_shown, parts
from registry.templatetags.registry_tags import day_text
from registry.views.evidence_words import agreeing_words, conflicting_words, likelihood

LABELS = {
    "name": gettext_lazy("Name shown first"),
    "head_office": gettext_lazy("Head office"),
    "source": gettext_lazy("Source"),
    "confirmed": gettext_lazy("Confirmed by the organization"),
    "verified": gettext_lazy("Verified by IOM"),
    "head": gettext_lazy("Head of the organization"),
}
# What becomes of the text that was not chosen.
LEFT = {
    "name": gettext_lazy("The other one is kept as another name, and finds the record too."),
    "head": gettext_lazy("The other one is kept as another contact."),
}
WHY_STAYED = {
    "changed": gettext_lazy("Somebody changed it after the merge. It stays where it was changed."),
    "gone": gettext_lazy("Somebody removed it after the merge."),
    "taken": gettext_lazy("Something else stands in its place now."),
}
_ORDER = (
    *(OrganizationName, OrganizationIdentifier, Presence, Partnership),
    *(OrganizationLink, Contact, Document, Membership, Invitation),
)
_FIELDS = ("name", *GROUPS, "head")
# Of a long list the rest is only counted.
SHOWN = 40


def reasons(pair, user):
    """Why the machine paired the two, when it did; None when a person did."""
    if pair is None:
        return None
    return {
        "likelihood": likelihood(pair.score),
        "agreeing": agreeing_words(pair, user),
        "conflicting": conflicting_words(pair, user),
    }


def differences(winner, loser, sides):
    """One row for each thing of which there is only one: both texts, and which of them is chosen."""
    return [
        {
            "code": code,
            "label": _label(code),
            "winner": _said(code, winner),
            "loser": _said(code, loser),
            "side": side if side in SIDES else "winner",
            "left": LEFT.get(code, _("The other text stays with the record that is merged.")),
        }
        for code, side in sorted(sides.items(), key=lambda one: _FIELDS.index(one[0]))
    ]


def kept(plan, winner, loser, *, user):
    """One row for each kind of thing: how many each record has, how many there will be, and those that move."""
    rows = []
    for model, fields in _by_model().items():
        hidden = _hidden_links(model, (winner, loser), user)
        theirs = [_count(model, fields, one, hidden) for one in (winner, loser)]
        if not any(theirs):
            continue
        steps = [step for step in plan.steps if step.part.model is model and step.what != "changed"]
        steps = [step for step in steps if step.row.pk not in hidden]
        told = Counter("closed" if step.is_closing else step.what for step in steps)
        # A link between the two stands at both, and at neither when they are one.
        between = sum(_is_between(step.row, winner) for step in steps)
        rows.append(
            {
                "label": _plural(model),
                "winner": theirs[0],
                "loser": theirs[1],
                "after": theirs[0] - between + told["moved"] + told["closed"],
                "dropped": told["dropped"],
                "closed": told["closed"],
                "items": _shown([_describe(step.row, user) for step in steps[: SHOWN + 1]]),
            }
        )
    return rows


def done(merge, *, user):
    """What has changed hands, kind by kind, as the manifest says."""
    kinds = {}
    for entry in merge.moved:
        if entry["what"] in ("moved", "dropped"):
            row = _row_of(entry)
            text = _describe(row, user) if row is not None else ""
            if text is not None:
                kinds.setdefault(entry["model"], []).append((entry["what"], text))
    return [
        {
            "label": _plural(apps.get_model(label)),
            "moved": sum(what == "moved" for what, _text in told),
            "dropped": sum(what == "dropped" for what, _text in told),
            "items": _shown([text for _what, text in told]),
        }
        for label, told in kinds.items()
    ]


def stayed(merge, *, user):
    """What could not go back when the merge was undone, each with its reason."""
    told = []
    for entry in merge.moved:
        if not entry.get("stayed"):
            continue
        why = WHY_STAYED[entry["stayed"]]
        if entry["model"] == Organization._meta.label:
            for name in entry["stayed_fields"]:
                told.append({"label": field_label(name.removesuffix("_id")), "text": "", "why": why})
            continue
        row = _row_of(entry)
        text = _describe(row, user) if row is not None else ""
        if text is not None:
            told.append({"label": _plural(apps.get_model(entry["model"])), "text": text, "why": why})
    return told


def _label(code):
    return LABELS.get(code) or field_label(code)


def _said(code, organization):
    """The text of one record, and where it comes from."""
    if code == "name":
        return {"text": name_shown(organization).text, "note": organization.source}
    if code == "head":
        head = head_of(organization.contacts.all())
        return {"text": head.name or head.email or head.phone, "note": head.source}
    values = [_value(organization, name) for name in GROUPS[code]]
    return {"text": ", ".join(value for value in values if value), "note": ""}


def _value(organization, name):
    value = getattr(organization, name)
    if value in (None, ""):
        return ""
    if name == "kind":
        return str(OrganizationKind(value).label)
    if name == "hq_country_id":
        return organization.hq_country.name
    if name == "verified_by_id":
        return str(organization.verified_by)
    return day_text(value) if name.endswith("_on") else str(value)


def _by_model():
    """{model: its fields that lead to an organization}, in the order of a record."""
    found = {}
    for part in parts():
        found.setdefault(part.model, []).append(part.field)
    return dict(sorted(found.items(), key=lambda one: _ORDER.index(one[0]) if one[0] in _ORDER else len(_ORDER)))


def _count(model, fields, organization, hidden):
    rows = [model._base_manager.filter(**{field: organization}).exclude(pk__in=hidden) for field in fields]
    return sum(found.count() for found in rows)


def _hidden_links(model, both, user):
    """Links to organizations that this person may not know of: neither shown nor counted."""
    if model is not OrganizationLink:
        return frozenset()
    known = Organization.objects.visible_to(user).values("pk")
    shown = OrganizationLink.objects.filter(from_organization__in=known, to_organization__in=known)
    theirs = OrganizationLink.objects.filter(Q(from_organization__in=both) | Q(to_organization__in=both))
    return frozenset(theirs.exclude(pk__in=shown.values("pk")).values_list("pk", flat=True))


def _is_between(row, winner):
    return isinstance(row, OrganizationLink) and winner.pk in (row.from_organization_id, row.to_organization_id)


def _plural(model):
    """What the rows of a model are called; those of a table between two are called by what they lead to."""
    owner = model._meta.auto_created
    if not owner:
        return model._meta.verbose_name_plural
    if owner is not Organization:
        return owner._meta.verbose_name_plural
    fields = [field for field in owner._meta.many_to_many if field.remote_field.through is model]
    return fields[0].verbose_name


def _shown(texts):
    told = [text for text in texts if text]
    return [*told[:SHOWN], _("and more")] if len(told) > SHOWN else told


def _row_of(entry):
    if "row" in entry and entry["what"] == "dropped":
        return next(serializers.deserialize("python", [entry["row"]])).object
    return apps.get_model(entry["model"])._base_manager.filter(pk=entry["pk"]).first()


def _describe(row, user):
    """One row in a few words; nothing when its kind is told by its number alone, None when it must not be told."""
    if isinstance(row, OrganizationLink):
        ends = (row.from_organization, row.to_organization)
        known = Organization.objects.visible_to(user).filter(pk__in=[one.pk for one in ends]).count()
        return " ".join([ends[0].name, row.get_kind_display().lower(), ends[1].name]) if known == 2 else None
    say = _SAY.get(type(row))
    if say:
        return say(row)
    if type(row)._meta.auto_created:
        ends = [getattr(row, field.name) for field in row._meta.concrete_fields if field.is_relation]
        return str(next(one for one in ends if not isinstance(one, Organization)))
    return ""


_SAY = {
    OrganizationName: lambda row: row.text,
    OrganizationIdentifier: lambda row: f"{row.scheme} {row.value}".strip(),
    Presence: lambda row: f"{row.country} {row.admin1}".strip(),
    Partnership: lambda row: f"{row.role}, {row.area}, {row.country}",
    Contact: lambda row: (
        _("%(kind)s: %(name)s") % {"kind": row.get_role_display(), "name": row.name or row.email or row.phone}
    ),
    Document: lambda row: row.title,
    Membership: lambda row: f"{row.user}, {row.get_role_display()}",
    Invitation: lambda row: row.email,
    ImportRow: lambda row: row.name,
}
