"""Are the French and the Spanish complete and well-formed? Also keeps the .po files in step and compiles them."""

import json
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.management import catalogs


class Command(BaseCommand):
    help = "Check the translations. Exits with 1 and a list when a text is missing or faulty."
    requires_system_checks = []

    def add_arguments(self, parser):
        languages = _languages()
        parser.add_argument("--update", action="store_true", help="bring the .po files in step with the code")
        parser.add_argument("--compile", action="store_true", help="write the .mo files that are older than their .po")
        parser.add_argument("--missing", choices=languages, help="print what is to be translated, as JSON")
        parser.add_argument(
            "--fill", nargs=2, metavar=("LANGUAGE", "FILE"), help="take translations from a JSON file (- is the input)"
        )

    def handle(self, **options):
        if options["fill"]:
            self._fill(*options["fill"])
        if options["update"]:
            self._update()
        if options["compile"]:
            self._compile(options["verbosity"])
        if options["missing"]:
            self._print_missing(options["missing"])
        if not any(options[name] for name in ("fill", "update", "compile", "missing")):
            self._check()

    def _update(self):
        sources = _sources()
        for language in _languages():
            catalog = catalogs.merge(sources, catalogs.read_catalog(_locale(), language), language)
            changed = catalogs.write_catalog(catalog, catalogs.po_file(_locale(), language))
            left = len(catalogs.missing(sources, catalog))
            self.stdout.write(
                f"{language}: {len(catalog)} messages, {left} to translate{'' if changed else ', file unchanged'}"
            )

    def _compile(self, verbosity):
        for language in _languages():
            path = catalogs.po_file(_locale(), language)
            if path.exists() and catalogs.compile_catalog(path) and verbosity:
                self.stdout.write(f"{language}: compiled")

    def _print_missing(self, language):
        wanted = catalogs.missing(_sources(), catalogs.read_catalog(_locale(), language))
        self.stdout.write(json.dumps(wanted, ensure_ascii=False, indent=1))

    def _fill(self, language, name):
        if language not in _languages():
            raise CommandError(f"{language} is none of the languages of this site: {', '.join(_languages())}")
        try:
            translations = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{name} cannot be read as JSON: {error}") from error
        catalog = catalogs.merge(_sources(), catalogs.read_catalog(_locale(), language), language)
        refused = catalogs.fill(catalog, translations, language)
        catalogs.write_catalog(catalog, catalogs.po_file(_locale(), language))
        self._report(refused, f"{len({problem.message for problem in refused})} translations were not taken")
        self.stdout.write(f"{language}: {len(catalogs.missing(_sources(), catalog))} still to translate")

    def _check(self):
        sources = _sources()
        found = []
        for language in _languages():
            found += catalogs.problems_in(sources, catalogs.read_catalog(_locale(), language), language)
        self._report(found, f"{len(found)} problems in the translations")
        self.stdout.write(f"{len(sources)} messages, complete in {' and '.join(_languages())}")

    def _report(self, problems, summary):
        for problem in problems:
            self.stderr.write(f"{problem.language}: {problem.message!r}: {problem.reason}")
        if problems:
            raise CommandError(summary)


def _languages():
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def _locale():
    return Path(settings.LOCALE_PATHS[0])


def _sources():
    try:
        return catalogs.read_sources(Path(settings.BASE_DIR))
    except (SyntaxError, UnicodeDecodeError) as error:
        raise CommandError(f"A file cannot be read: {error}") from error
