"""A request as people write it: for curl, Python, R, Power Query and Excel. Made from what the document says."""

import json
import re
import shlex
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from django.conf import settings

# The form of code: what a page calls it. The names are those of the tools and not translated.
FORMS = {"curl": "curl", "python": "Python", "r": "R", "powerquery": "Power Query", "excel": "Excel"}
KEY = "REGISTRY_KEY"


@dataclass(frozen=True)
class Request:
    """One request with its values filled in."""

    method: str
    # Without the host: `/api/v1/organizations`.
    path: str
    # [(name, text)], names may repeat
    query: tuple = ()
    # [(name, text)] beside those that every request with a key or a body has.
    headers: tuple = ()
    body: object = None
    needs_key: bool = False
    has_rows: bool = False
    is_json: bool = True
    has_csv: bool = False
    # [(name, whether it is a file)] of a body that is a form.
    form: tuple = ()

    @property
    def address(self):
        asked = urlencode(self.query)
        return f"{settings.SITE_ORIGIN}{self.path}{'?' if asked else ''}{asked}"


def request_for(operation, values, body=None):
    """{name: text, or several} filled into the places that the operation has for them."""
    path, query, headers = operation.address, [], []
    for asked in operation.parameters:
        given = values.get(asked.name) or []
        texts = [given] if isinstance(given, str) else list(given)
        if asked.place == "path":
            path = path.replace(f"{{{asked.name}}}", quote(texts[0], safe="") if texts else f"{{{asked.name}}}")
        elif asked.place == "query":
            query += [(asked.name, text) for text in texts if text]
        elif asked.place == "header":
            headers += [(asked.name, text) for text in texts if text]
    return Request(
        operation.method,
        path,
        tuple(query),
        tuple(headers),
        body,
        needs_key=not operation.is_open,
        has_rows=any(one.way == "results" for one in operation.fields),
        has_csv="text/csv" in operation.media_types and any(one.name == "format" for one in operation.parameters),
        form=() if operation.may_be_tried else _form(operation),
        is_json=not operation.media_types or any("json" in one for one in operation.media_types),
    )


def _form(operation):
    of_files = "multipart" in operation.body_type
    return tuple((one.name, of_files and one.shape.get("format") == "binary") for one in operation.body_fields)


def written(request, form):
    """The request in one form; empty where this form has no way to ask it."""
    if request.form and form != "curl":
        return ""
    return _WRITERS[form](request)


def _curl(request):
    lines = [f"{settings.SITE_ORIGIN}{request.path}"]
    if request.query:
        lines[0] = f"-G {lines[0]}"
        lines += [_curl_data(name, text) for name, text in request.query]
    if request.needs_key:
        lines.append(f'-H "Authorization: Bearer ${KEY}"')
    lines += [f"-H {shlex.quote(f'{name}: {text}')}" for name, text in request.headers]
    if request.method != "GET":
        lines[0] = f"-X {request.method} {lines[0]}"
    if request.body is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(request.body))}"]
    flag = "-F" if any(is_file for _name, is_file in request.form) else "-d"
    lines += [f"{flag} {name}={'@organizations.csv' if is_file else '…'}" for name, is_file in request.form]
    return "curl " + " \\\n  ".join(lines)


def _curl_data(name, text):
    plain = re.fullmatch(r"[\w.:,-]+", text, re.ASCII)
    return f"-d {name}={text}" if plain else f"--data-urlencode {shlex.quote(f'{name}={text}')}"


def _python(request):
    needs_more = request.needs_key or request.headers or request.method != "GET"
    lines = ["import json"] if request.is_json or request.body is not None else []
    lines += ["import os"] if request.needs_key else []
    lines += ["from urllib.parse import urlencode"] if request.query else []
    lines += [f"from urllib.request import {'Request, urlopen' if needs_more else 'urlopen'}", ""]
    lines.append(f'address = "{settings.SITE_ORIGIN}{request.path}"')
    if request.query:
        asked = ", ".join(f"({_quoted(name)}, {_quoted(text)})" for name, text in request.query)
        lines.append(f'address += "?" + urlencode([{asked}])')
    if needs_more:
        lines += _python_request(request)
    read = "json.load(answer)" if request.is_json else "answer.read().decode()"
    lines += [f"with urlopen({'request' if needs_more else 'address'}) as answer:", f"    told = {read}"]
    lines.append('print(json.dumps(told["results"], indent=2))' if request.has_rows else "print(told)")
    return "\n".join(lines)


def _python_request(request):
    headers = [f'"Authorization": "Bearer " + os.environ["{KEY}"]'] if request.needs_key else []
    headers += [f"{_quoted(name)}: {_quoted(text)}" for name, text in request.headers]
    lines = []
    if request.body is not None:
        headers.append('"Content-Type": "application/json"')
        lines.append(f"body = json.loads({_quoted(json.dumps(request.body))})")
    said = [f"method={_quoted(request.method)}", f"headers={{{', '.join(headers)}}}"]
    said += ["data=json.dumps(body).encode()"] if request.body is not None else []
    return [*lines, f"request = Request(address, {', '.join(said)})"]


def _r(request):
    if request.method == "GET" and not request.needs_key and not request.headers:
        told = [f"told <- {'jsonlite::fromJSON' if request.is_json else 'readLines'}({_quoted(request.address)})"]
    else:
        told = [f"told <- httr2::request({_quoted(request.address)}) |>"]
        told += [f"  httr2::req_method({_quoted(request.method)}) |>"] if request.method != "GET" else []
        if request.needs_key:
            told.append(f'  httr2::req_auth_bearer_token(Sys.getenv("{KEY}")) |>')
        told += [f"  httr2::req_headers({_quoted(name)} = {_quoted(text)}) |>" for name, text in request.headers]
        if request.body is not None:
            told.append(f'  httr2::req_body_raw({_quoted(json.dumps(request.body))}, "application/json") |>')
        # What a refusal says; R would tell its number alone.
        told += [
            "  httr2::req_error(body = function(answer)",
            "    tryCatch(httr2::resp_body_json(answer, check_type = FALSE)$detail, error = function(e) NULL)) |>",
        ]
        told += ["  httr2::req_perform() |>", "  httr2::resp_body_json(simplifyVector = TRUE)"]
    return "\n".join([*told, "told$results" if request.has_rows else "str(told)"])


def _powerquery(request):
    options = [f'RelativePath = "{request.path[1:]}"']
    if request.query:
        options.append(f"Query = [{', '.join(_m_fields(request.query))}]")
    headers = [f'Authorization = "Bearer " & {KEY}'] if request.needs_key else []
    headers += [f'#"{name}" = {_m_text(text)}' for name, text in request.headers]
    if request.body is not None:
        headers.append('#"Content-Type" = "application/json"')
        options.append(f"Content = Text.ToBinary({_m_text(json.dumps(request.body))})")
    if headers:
        options.append(f"Headers = [{', '.join(headers)}]")
    if request.method not in ("GET", "POST"):
        # Power Query reads; with a body it posts, and that is all.
        return ""
    read = "Json.Document" if request.is_json else "Text.FromBinary"
    lines = [f'Told = {read}(Web.Contents("{settings.SITE_ORIGIN}", [']
    lines += [f"    {option}{',' if option is not options[-1] else ''}" for option in options]
    lines += [f"])){',' if request.has_rows else ''}"]
    lines += ["Rows = Table.FromRecords(Told[results], null, MissingField.UseNull)"] if request.has_rows else []
    inside = "\n".join(f"    {line}" for line in lines)
    return f"let\n{inside}\nin\n    {'Rows' if request.has_rows else 'Told'}"


def _m_fields(query):
    """Power Query's record knows a name once; what repeats is a list."""
    names = dict.fromkeys(name for name, _ in query)
    for name in names:
        texts = [_m_text(text) for known, text in query if known == name]
        yield f"{name} = {texts[0] if len(texts) == 1 else '{' + ', '.join(texts) + '}'}"


def _m_text(text):
    return '"' + text.replace("#(", "#(#)(").replace('"', '""') + '"'


def _excel(request):
    # What Excel asks at an address is all in the address: no body, and no key.
    if request.method != "GET" or request.needs_key or request.headers:
        return ""
    has_form = request.has_csv and "format" not in dict(request.query)
    return replace(request, query=(*request.query, ("format", "csv"))).address if has_form else request.address


def _quoted(text):
    return json.dumps(text, ensure_ascii=False)


_WRITERS = {"curl": _curl, "python": _python, "r": _r, "powerquery": _powerquery, "excel": _excel}
