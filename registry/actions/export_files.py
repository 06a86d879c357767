"""The files of an export: first the rows of one moment, then each file made from them, one at a time.

What a worker wrote stays when it dies: the next one goes on with the file at which it stopped.
"""

import gzip
import json
import os
import shutil
import uuid
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from registry.actions.edition_files import fingerprint, place
from registry.exporters import forms, inventory
from registry.exporters.datapackage import datapackage
from registry.exporters.tables import DICTIONARY, dictionary
from registry.exporters.xlsx import Workbook
from registry.queries import exports as queries
from registry.queries.editions import named_among
from registry.queries.listings import Wanted

# Organizations that are held in memory at a time; and lines of them that wait ready, which are small.
CHUNK, READY_LINES = 250, 1_000
BOOK, PACKAGE = "registry.xlsx", "datapackage.json"
_ROWS, _AT_WORK = "rows", "at-work-"
SCHEMA_VERSION = "1.0"
LICENCE = "Not known. Ask IOM before you use or pass on these files."


def rows_of(export):
    """The folder in which the rows of one moment wait for their files; nobody is given them."""
    return place(f"exports/{export.reference}/{_ROWS}")


def take_all(folder):
    """Keep the rows of this moment: every listing by one statement, and what stands beside them."""
    _begin(folder)
    _write(folder, queries.ORGANIZATIONS, queries.organization_lines())
    for source in queries.sources():
        _write(folder, source.table.name, map(forms.json_line, source.records()))


def take_list(folder, asked):
    """Keep the rows of a list, as its form takes them."""
    wanted, form = Wanted.heard(asked["wanted"]), forms.LIST_FORMS[asked["form"]]
    _begin(folder)
    _write(folder, asked["list"], queries.LISTS[asked["list"]].lines(wanted, asked["profile"], form))


def take_again(folder, written):
    """Keep the rows of files that were written, without anybody and anything that may not be told any more."""
    _begin(folder)
    _write(folder, queries.ORGANIZATIONS, _still_named(_lines(written / f"{queries.ORGANIZATIONS}.jsonl.gz")))
    for source in queries.sources():
        path = written / f"{source.table.name}.jsonl.gz"
        # A copy of a day before there was such a table has none; its files stay without it.
        lines = _lines(path) if path.exists() else ()
        _write(folder, source.table.name, _still_told(lines, source))


def steps(export):
    """What is written one after the other: (name, function of the folder of rows and the folder of files)."""
    if export.asked:
        return [("list", lambda rows, folder, _files: [_list(export.asked, rows, folder)])]
    beside = [source.table for source in queries.sources()]
    return [
        *((table.name, lambda rows, to, _files, table=table: _table(table, rows, to)) for table in inventory.TABLES),
        *((table.name, lambda rows, to, _files, table=table: _table(table, rows, to)) for table in beside),
        ("wide", lambda rows, to, _files: [_written(queries.wide(), forms.CSV, rows, to)]),
        ("book", lambda rows, to, _files: [_book([*inventory.TABLES, *beside], rows, to)]),
        ("package", lambda _rows, to, files: [_package(export, [*inventory.TABLES, *beside], files, to)]),
    ]


def told_by(rows):
    """{table: the first column of its rows}, of the tables that may have to take rows back."""
    told = {}
    for source in queries.sources():
        path = rows / f"{source.table.name}.jsonl"
        if source.tellable and path.exists():
            name = source.table.names[0]
            told[source.table.name] = sorted({json.loads(line)[name] for line in _lines(path)})
    return told


def pour(table, lines, form, file, *, has_tags=False):
    """Write lines of JSON into one open file, in JSON lines as they are, or lines that wait ready where its form takes
    these; returns how many there were."""
    if form is forms.JSONL:
        number = 0
        for line in lines:
            file.write(line)
            number += 1
        return number
    writer = _writer(form, file, table, has_tags=has_tags)
    if form.takes_ready and table is inventory.ORGANIZATIONS:
        return _pour_ready(lines, writer)
    return _pour(table, lines, [writer])


def _writer(form, file, table, *, has_tags):
    # Not every form has a place for tags.
    return form.open(file, table, has_tags=True) if has_tags else form.open(file, table)


def _begin(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _write(folder, name, lines):
    with (folder / f"{name}.jsonl").open("wb") as file:
        file.writelines(lines)
        _settle(file)


def _lines(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as file:
        yield from file


def _in_chunks(lines, most=CHUNK):
    lines = iter(lines)
    while chunk := list(islice(lines, most)):
        yield chunk


def _still_named(lines):
    for chunk in _in_chunks(lines):
        contents = _told_in(chunk)
        references = {told["id"] for told in contents}
        references.update(link["id"] for told in contents for link in told["links"])
        references.update(former for told in contents for former in told["former_ids"])
        named = named_among(references)
        for told, line in zip(contents, chunk, strict=True):
            if told["id"] not in named:
                continue
            links = [link for link in told["links"] if link["id"] in named]
            former = [reference for reference in told["former_ids"] if reference in named]
            is_same = links == told["links"] and former == told["former_ids"]
            yield line if is_same else forms.json_line(told | {"links": links, "former_ids": former})


def _still_told(lines, source):
    first = source.table.names[0]
    naming = [column for column in source.table.columns if column.refers_to == queries.ORGANIZATIONS]
    tellable = set(source.tellable()) if source.tellable else None
    for chunk in _in_chunks(lines):
        records = _told_in(chunk)
        named = named_among({record[column.name] for record in records for column in naming} - {None})
        for record in records:
            gone = [column for column in naming if record[column.name] and record[column.name] not in named]
            if (tellable is None or record[first] in tellable) and not any(column.is_required for column in gone):
                yield forms.json_line(record | {column.name: None for column in gone})


def _table(table, rows, folder):
    """A table in each form of a snapshot, all in one reading of its rows."""
    if table is inventory.ORGANIZATIONS:
        # Byte for byte as they were published: who follows the feed arrives at the same.
        source, packed = rows / f"{table.name}.jsonl", folder / f"{table.name}.jsonl.gz"
        with source.open("rb") as lines, packed.open("wb") as file:
            with forms.gzipped(file) as stream:
                shutil.copyfileobj(lines, stream, 1 << 20)
            _settle(file)
        wanted = [form for form in forms.TABLE_FORMS if form is not forms.GZIPPED]
    else:
        wanted = forms.TABLE_FORMS
    with ExitStack() as opened:
        files = [opened.enter_context((folder / f"{table.name}.{form.ending}").open("wb")) for form in wanted]
        writers = [form.open(file, table) for form, file in zip(wanted, files, strict=True)]
        number = _pour(table, _rows(table, rows), writers)
        for file in files:
            _settle(file)
    return [_told(table.name, form, folder, number) for form in forms.TABLE_FORMS]


def _written(table, form, rows, folder):
    with (folder / f"{table.name}.{form.ending}").open("wb") as file:
        number = _pour(table, _rows(table, rows), [form.open(file, table)])
        _settle(file)
    return _told(table.name, form, folder, number)


def _list(asked, rows, folder):
    name, form = asked["list"], forms.LIST_FORMS[asked["form"]]
    table = queries.LISTS[name].table(Wanted.heard(asked["wanted"]), asked["profile"])
    with (folder / f"{name}.{form.ending}").open("wb") as file:
        number = pour(table, _lines(rows / f"{name}.jsonl"), form, file, has_tags=asked["has_tags"])
        _settle(file)
    return _told(name, form, folder, number)


def _book(tables, rows, folder):
    number = 0
    with (folder / BOOK).open("wb") as file:
        book = Workbook(file)
        for table in tables:
            book.begin(table)
            for chunk in _in_chunks(_rows(table, rows)):
                written = table.rows(_told_in(chunk))
                book.write(written)
                number += len(written)
        book.begin(DICTIONARY)
        book.write(dictionary(tables))
        book.close()
        _settle(file)
    return _told("registry", forms.XLSX, folder, number)


def _package(export, tables, files, folder):
    of_csv = {file["table"]: file for file in files if file["format"] == "csv"}
    facts = {
        "name": "partnership-registry",
        "title": "Partnership registry: civil society organizations that work with IOM",
        "title_fr": "Registre des partenariats\u00a0: organisations de la société civile qui travaillent avec l’OIM",
        "version": export.on.isoformat(),
        "created": export.taken_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "terms": LICENCE,
        "seq": export.seq,
    }
    told = datapackage(facts, [(table, of_csv[table.name]) for table in [*tables, queries.wide()]])
    path = folder / PACKAGE
    with path.open("wb") as file:
        file.write(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode())
        _settle(file)
    return {"table": "datapackage", "format": "json", "name": PACKAGE, "rows": None} | _sizes(path)


def _told_in(lines):
    """What the lines say: read as one list, which takes two thirds of the time."""
    return json.loads(b"[" + b",".join(lines) + b"]")


def _rows(table, rows):
    """The lines from which the rows of a table are made."""
    source = rows / f"{table.name}.jsonl"
    return _lines(source if source.exists() else rows / f"{queries.ORGANIZATIONS}.jsonl")


def _pour(table, lines, writers):
    number = 0
    for chunk in _in_chunks(lines):
        rows = table.rows(_told_in(chunk))
        number += len(rows)
        for writer in writers:
            writer.write(rows)
    for writer in writers:
        writer.close()
    return number


def _pour_ready(lines, writer):
    number = 0
    for chunk in _in_chunks(lines, READY_LINES):
        writer.write_ready(chunk)
        number += len(chunk)
    writer.close()
    return number


def _told(table, form, folder, number):
    name = BOOK if table == "registry" else f"{table}.{form.ending}"
    return {"table": table, "format": form.name, "name": name, "rows": number} | _sizes(folder / name)


def _sizes(path):
    return {"bytes": path.stat().st_size, "sha256": fingerprint(path)}


def _settle(file):
    """On the disk, and not only on its way there: what a checkpoint tells of must be found after a power cut."""
    file.flush()
    os.fsync(file.fileno())


def settle_folders(*folders):
    """The same of what moved: a file is found by its folder, and a folder by the one in which it stands."""
    for folder in folders:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def at_work(export):
    """A folder for one worker; what is in it is found by nobody else."""
    return place(f"exports/{export.reference}/{_AT_WORK}{uuid.uuid4().hex}")


def left_behind():
    """{reference: [folder]} of rows, and of what workers had begun, of every export that has such."""
    found = {}
    for folder in sorted(place("exports").glob("*/*")):
        if folder.name == _ROWS or folder.name.startswith(_AT_WORK):
            found.setdefault(folder.parent.name, []).append(folder)
    return found


def forget_left_behind(folders, *, rows_too):
    """Take them away; returns how many. Rows move aside first: who begins anew finds all of them, or none."""
    gone = 0
    for folder in folders:
        if folder.name == _ROWS:
            if not rows_too:
                continue
            folder = folder.replace(folder.with_name(f"{_AT_WORK}{uuid.uuid4().hex}"))
        shutil.rmtree(folder, ignore_errors=True)
        gone += 1
    return gone


def forget(export):
    shutil.rmtree(place(f"exports/{export.reference}"), ignore_errors=True)


def forget_others(export):
    """What earlier writings left behind, and the rows from which the files were made."""
    kept = place(export.folder)
    for other in Path(kept.parent).iterdir():
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)
