"""The documentation: pages that explain, a page for each operation, and one to try it. All but the words of the
guides comes from the OpenAPI document."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.api.docs import changelog, reading, requests
from registry.api.docs.colours import coloured
from registry.api.docs.guides import COUNTED, GUIDES, REFERENCE, text_of
from registry.api.problems import BASE, KINDS
from registry.models import Listing, Scope
from registry.models.clients import OPEN_SCOPES
from registry.models.proposals import PROPOSABLE


@require_safe
def start(request):
    return _explain(request, "start")


@require_safe
def guide(request, name):
    if name not in GUIDES or name == "start":
        raise Http404
    return _explain(request, name)


def _explain(request, name):
    reference = _listed_reference()
    examples = [
        {"example": example, "text": text, "html": coloured(text)}
        for example in GUIDES[name].examples
        for text in [text_of(example, reference=reference)]
    ]
    facts = {
        "limits": [(limit, COUNTED[limit], quota, window) for limit, (quota, window) in settings.API_LIMITS.items()],
        "kinds": KINDS,
        "scopes": [(scope.value, scope.label, scope in OPEN_SCOPES) for scope in Scope],
        "proposable": PROPOSABLE,
        "changes": changelog.entries(),
        "origin": f"{settings.SITE_ORIGIN}{BASE}",
    }
    told = GUIDES[name]
    return render(request, told.template, _beside(told, told.title) | facts | {"examples": examples})


@require_safe
def operation(request, name):
    told = _found(name)
    form = request.GET.get("in", "curl")
    built = requests.request_for(told, _example_values(told), _example_body(told))
    written = {code: requests.written(built, code) for code in requests.FORMS}
    shown = form if written.get(form) else "curl"
    return render(
        request,
        "registry/api/operation.html",
        _beside(told, told.summary)
        | {
            "operation": told,
            "fields": reading.grouped(told.fields),
            "body_fields": reading.grouped(told.body_fields),
            "answers": _answers(told),
            "forms": [(code, words) for code, words in requests.FORMS.items() if written[code]],
            "form": shown,
            "text": written[shown],
            "html": coloured(written[shown]),
            "example": told.example is not None and coloured(_indented(told.example)),
        },
    )


@require_safe
def attempt(request, name):
    """The console: fills in a request and shows it; a script sends it, and without one the address opens."""
    told = _found(name)
    if not told.may_be_tried:
        raise Http404
    values = _given(told, request.GET) if request.GET else _example_values(told)
    built = requests.request_for(told, values, _example_body(told))
    rows = [{"asked": asked, "value": _as_typed(values.get(asked.name))} for asked in told.parameters]
    text = requests.written(built, "curl")
    return render(
        request,
        "registry/api/attempt.html",
        _beside(told, told.summary)
        | {
            "operation": told,
            "rows": rows,
            "request_": built,
            "sent": json.dumps(dict(built.headers)),
            "is_whole": "{" not in built.path,
            "body": _indented(built.body) if built.body is not None else "",
            "text": text,
            "html": coloured(text),
        },
    )


@require_safe
def changelog_feed(request):
    page = f"{settings.SITE_ORIGIN}{reverse('docs:guide', args=['versions'])}"
    feed = Atom1Feed(
        title=_("Changes of the API"),
        link=page,
        description="",
        language=translation.get_language(),
        feed_url=f"{settings.SITE_ORIGIN}{request.path}",
    )
    for entry in changelog.entries():
        feed.add_item(
            title=f"{entry.title}: {entry.text}",
            link=f"{page}#change-{entry.number}",
            description=entry.text,
            unique_id=f"{settings.SITE_ORIGIN}{BASE}/changes-of-the-api/{entry.number}",
            updateddate=entry.at,
            pubdate=entry.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


# These problems have only operations that take this parameter.
_ONLY_WITH = {
    "cursor-mismatch": "cursor",
    "idempotency-key-missing": "Idempotency-Key",
    "idempotency-key-reused": "Idempotency-Key",
}


def _may_meet(told, code):
    if code == "key-needed":
        return not told.is_open
    return code not in _ONLY_WITH or any(asked.name == _ONLY_WITH[code] for asked in told.parameters)


def _answers(told):
    """[(status, when, what to do)]: of a failure what the kinds of problem say, in the reader's language."""
    rows = []
    for status, words in told.answers:
        kinds = [kind for code, kind in KINDS.items() if str(kind.status) == status and _may_meet(told, code)]
        rows += [(status, kind.title, kind.advice) for kind in kinds]
        if not kinds and status != "default":
            rows.append((status, words, ""))
    return rows


def _beside(shown, heading):
    """What stands in the list beside every page."""
    return {"shown": shown, "heading": heading, "guides": GUIDES.values(), "groups": reading.groups()}


def _found(name):
    told = reading.operation(name)
    if told is None:
        raise Http404
    return told


def _listed_reference():
    return Listing.objects.order_by("pk").values_list("reference", flat=True).first()


def _example_values(told):
    """The examples of the document, with an organization that is there instead of an invented one."""
    values = told.example_values()
    if REFERENCE in values.values() and (reference := _listed_reference()):
        values = {name: reference if text == REFERENCE else text for name, text in values.items()}
    return values


def _example_body(told):
    is_about_one = isinstance(told.body, dict) and told.body.get("organization") == REFERENCE
    if is_about_one and (reference := _listed_reference()):
        return told.body | {"organization": reference}
    return told.body


def _given(told, query):
    """{name: [texts]}: of what may be repeated, several values stand in one box."""
    return {
        asked.name: [
            part.strip()
            for text in query.getlist(asked.name)
            for part in (text.split(",") if asked.is_repeatable else [text])
            if part.strip()
        ]
        for asked in told.parameters
    }


def _as_typed(value):
    return ", ".join(value) if isinstance(value, list) else value or ""


def _indented(content):
    return json.dumps(content, indent=2, ensure_ascii=False)
