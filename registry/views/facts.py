"""Where each fact of a record comes from, and how many facts are fresh: figures that lead to the rows behind them."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from registry import actions, policies
from registry.forms.organizations import VerificationForm
from registry.matching import fold
from registry.models import Contact, Country, FreshnessPolicy
from registry.models.facts import AGES_AS, CONTACT_FIELDS
from registry.queries import facts as queries
from registry.queries.change_words import field_label
from registry.queries.freshness import policies as freshness_policies
from registry.queries.words import language_names, words
from registry.views.doors import staff_page
from registry.views.records import ask, permitted, record_context, visible

PAGE = 50
# In an address: the organization itself, not one of its contacts.
ITSELF = "record"

KINDS = {
    "identity": gettext_lazy("Who an organization is: names, types, identifiers, country of the head office, year"),
    "organization": gettext_lazy("What is told of it: levels, places, languages, descriptions"),
    "contact": gettext_lazy("How to reach it: website, contacts"),
}
CLASSES = {
    "fresh": pgettext_lazy("facts", "Up to date"),
    "due": pgettext_lazy("facts", "Confirmation is due"),
    "stale": pgettext_lazy("facts", "Out of date"),
    "unknown": pgettext_lazy("facts", "Date not known"),
}
_CODES = {"types": "type", "levels": "level", "hq_country": "country"}


@staff_page
def board(request):
    """The share of fresh facts of each kind; every figure leads to its rows."""
    country = asked_country(request)
    shares = queries.shares(request.user, country=country.pk if country else "")
    known = {policy.kind: policy for policy in FreshnessPolicy.objects.all()}
    rows = [
        {
            "kind": kind,
            "label": label,
            "policy": known.get(kind),
            "all": shares[kind]["all"],
            "percent": _percent(shares[kind]["fresh"], shares[kind]["all"]),
            "cells": [
                {"name": name, "label": CLASSES[name], "n": shares[kind][name], "url": _list_url(kind, name, country)}
                for name in queries.CLASSES
            ],
        }
        for kind, label in KINDS.items()
    ]
    total, fresh = (sum(share[name] for share in shares.values()) for name in ("all", "fresh"))
    context = {
        "rows": rows,
        "total": total,
        "percent": _percent(fresh, total),
        "today": timezone.localdate(),
        "country": country,
        "countries": sorted(Country.objects.all(), key=lambda one: fold(one.name)),
    }
    return render(request, "registry/freshness_board.html", context)


@staff_page
def fact_list(request, kind, name):
    """The facts behind one figure, the oldest first; what stands in a contact is told on its record's page only."""
    if kind not in KINDS or name not in CLASSES:
        raise Http404
    country = asked_country(request)
    found = queries.facts_of_class(request.user, kind=kind, name=name, country=country.pk if country else "")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"fact": fact, "label": fact_label(fact.field), "url": _fact_url(fact)}
        for fact in page.object_list
    ]  # fmt: skip
    context = {"page": page, "rows": rows, "kind": KINDS[kind], "name": CLASSES[name], "country": country}
    return render(request, "registry/freshness_facts.html", context)


@staff_page
def sources(request, reference):
    """Every fact of one record: on what it rests, who else says so, and who says something else."""
    organization = visible(request, reference)
    can_edit = policies.may_edit_organization(request.user, organization)
    can_read_contacts = policies.may_read_contacts(request.user, organization)
    if can_read_contacts and organization.is_at_risk:
        actions.record_reading_of_contacts(organization, by=request.user)
    labels, known = words(), freshness_policies()
    said, told = queries.values_of(organization), queries.sources_of(organization)
    contacts = {contact.reference: contact for contact in organization.contacts.all()}
    rows = [
        _row(organization, key, said[key], told[key], labels, known) | {"contact": contacts.get(key[0])}
        for key in sorted(said, key=lambda key: (key[0], list(AGES_AS).index(key[1])))
        if can_read_contacts or not key[0]
    ]
    context = record_context(request, organization) | {"rows": rows, "can_verify_facts": can_edit}
    return render(request, "registry/organization_sources.html", context)


@staff_page
def verify(request, reference, about, field):
    """State that IOM saw evidence for one field."""
    organization = permitted(request, reference, policies.may_edit_organization)
    about = "" if about == ITSELF else about
    if about and not policies.may_read_contacts(request.user, organization):
        raise Http404
    said = queries.values_of(organization)
    if (about, field) not in said:
        raise Http404
    return ask(
        request,
        organization,
        VerificationForm(request.POST or None),
        partial(actions.verify_fact, organization, field, about=about, by=request.user),
        current="sources",
        title=_("Verify: %(field)s") % {"field": fact_label(field)},
        text=_("The record says: %(value)s. Say what you saw and when.")
        % {"value": in_words(field, said[about, field], words())},
        button=_("Mark as verified"),
        done=_("The fact is verified."),
    )


def fact_label(field):
    if field.removeprefix("contact_") in CONTACT_FIELDS:
        return capfirst(str(Contact._meta.get_field(field.removeprefix("contact_")).verbose_name))
    return capfirst(str(field_label(field)))


def in_words(field, value, labels):
    """A value of a fact as people read it; `labels` are the words of queries.words."""
    if value is None:
        return ""
    if field == "languages":
        value = language_names(value)
    many = value if isinstance(value, list) else [value]
    if field in _CODES:
        many = [labels[_CODES[field]].get(code, code) for code in many]
    if field in ("presences", "identifiers"):
        known = labels["country" if field == "presences" else "scheme"]
        many = [" ".join([known.get(code, code), *rest]) for code, *rest in (one.split(" ", 1) for one in many)]
    return "; ".join(str(one) for one in many)


def _row(organization, key, value, told, labels, known):
    about, field = key
    standing = told[0] if told and told[0].stands else None
    return {
        "id": f"{about or ITSELF}-{field}",
        "label": fact_label(field),
        "value": in_words(field, value, labels),
        "standing": standing,
        "freshness": queries.freshness_of(standing, known),
        "agreeing": [fact for fact in told if fact is not standing and queries.agrees(fact, value)],
        "differing": [
            {"fact": fact, "value": in_words(field, fact.value, labels)}
            for fact in told
            if not queries.agrees(fact, value)
        ],
        "verify_url": reverse("registry:fact-verify", args=[organization.reference, about or ITSELF, field]),
    }


def _fact_url(fact):
    page = reverse("registry:organization-sources", args=[fact.organization.reference])
    return f"{page}#{fact.about or ITSELF}-{fact.field}"


def _list_url(kind, name, country):
    address = reverse("registry:fact-list", args=[kind, name])
    return f"{address}?country={country.pk}" if country else address


def asked_country(request):
    """The country of the address; one that nobody knows asks for nothing."""
    return Country.objects.filter(pk=request.GET.get("country", "").replace("\0", "")[:3]).first()


def _percent(part, whole):
    return round(100 * part / whole) if whole else None
