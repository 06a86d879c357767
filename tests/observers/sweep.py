"""Everything that one person can fetch of the whole site, filled with what belongs to one application."""

import io
import zipfile

import pypdfium2
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.encoding import force_str

from observers.models import Observer


def addresses(application):
    """Every address of the site that can be filled with what belongs to this application and its organization. What the
    other apps call by a reference is none of an application's."""
    keys = {
        "reference": [application.reference, application.organization.reference],
        "code": list(application.criteria_set.criteria.values_list("code", flat=True)),
        "question": [q.reference for r in application.rounds.all() for q in r.questions.all()],
        "document": list(application.organization.documents.values_list("reference", flat=True)),
        "id": [application.organization.reference, application.reference],
        "step": [1, 2, 3],
        "kind": ["name"],
        "number": [1, 2],
        "language": ["en"],
        "form": ["pdf"],
    }
    keys["reference"] += Observer.objects.filter(organization=application.organization).values_list(
        "reference", flat=True
    )
    keys["reference"] += [opinion.reference for opinion in application.opinions.all()]
    keys["reference"] += [application.session.reference] if application.session else []
    for name, parameters in _names(get_resolver()):
        theirs = keys if name.startswith("observers:") else keys | {"reference": [application.organization.reference]}
        for filled in _filled(parameters, theirs):
            try:
                yield name, reverse(name, kwargs=filled)
            except NoReverseMatch:
                continue


def _names(resolver, space=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.name.endswith("logout"):
            yield f"{space}{pattern.name}", sorted(pattern.pattern.regex.groupindex)


def _filled(parameters, keys):
    filled = [{}]
    for parameter in parameters:
        filled = [one | {parameter: key} for one in filled for key in keys.get(parameter, [])]
    return filled


def fetched(person, application):
    """{address: text} of everything that opens for her: pages, PDFs, ZIPs, calendars, CSV, the API."""
    client, told = Client(), {}
    if person:
        client.force_login(person)
    for name, address in addresses(application):
        answer = client.get(address)
        if answer.status_code == 200:
            content = b"".join(answer) if answer.streaming else answer.content
            told[name, address] = text_of(content)
    return told


def text_of(content):
    if content.startswith(b"%PDF"):
        try:
            pages = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return force_str(content, errors="replace")
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "".join(name + text_of(parts.read(name)) for name in parts.namelist())
    return force_str(content, errors="replace")
