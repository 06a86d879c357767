import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from registry.api import promises, schema

KEPT = settings.BASE_DIR / "docs" / "api" / "v1.json"


class Command(BaseCommand):
    help = "Keep what the API promises today in docs/api/v1.json; refuses what would break a promise made before."

    def add_arguments(self, parser):
        parser.add_argument("--file", default=str(KEPT))

    def handle(self, file, **options):
        kept, now = Path(file), promises.promised(schema.document())
        if kept.exists():
            faults = promises.broken(json.loads(kept.read_text(encoding="utf-8")), now)
            if faults:
                raise CommandError("\n".join(["This belongs into a new version of the API:", *faults]))
        kept.write_text(json.dumps(now, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        self.stdout.write(f"Kept in {kept}.")
