"""Makes small files for these tests: honest workbooks and hostile ones."""

import io
import zipfile

import openpyxl

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "manifest")
)


def xlsx(path, *sheets, hidden=()):
    """Each sheet is a list of rows; the names are One, Two, Three …"""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in zip(("One", "Two", "Three", "Four"), sheets, strict=False):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def with_part(path, name, content, *, replace=False):
    """The workbook with one more part, or another content for one of its parts."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if not (replace and entry.filename == name):
                target.writestr(entry, source.read(entry))
        target.writestr(name, content)
    return path


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def archive(path, parts, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def ods(path, tables, *, settings="", manifest=""):
    """A minimal OpenDocument spreadsheet: {name: rows of text}; `settings` stands beside the tables."""
    xml = "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            "<table:table-row>" + "".join(_ods_cell(value) for value in row) + "</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in tables.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{settings}{xml}</office:spreadsheet></office:body></office:document-content>"
    )
    entry = f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{manifest}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        target.writestr("content.xml", content)
        target.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest {NAMESPACES}>{entry}</manifest:file-entry></manifest:manifest>',
        )
    return path


def _ods_cell(value):
    if isinstance(value, float):
        kind = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, tuple):
        kind = f'office:value-type="date" office:date-value="{value[0]}"'
    else:
        kind = 'office:value-type="string"'
    text = value[0] if isinstance(value, tuple) else value
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def text(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
