"""Vocabularies in which somebody corrected a word, as the next release of the product would bring them."""

import json
import shutil

from registry.actions import vocabularies


def correct_first_words(names, *, to, version, folder, monkeypatch):
    """Give each list another word for its first entry, and a new version; {name: (old version, old word)}."""
    released = shutil.copytree(vocabularies.FOLDER, folder / "vocabularies")
    before = {}
    for name in names:
        file = released / f"{name}.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        before[name] = (content["version"], content["terms"][0]["name_en"])
        content["version"] = version
        content["terms"][0]["name_en"] = to
        file.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(vocabularies, "FOLDER", released)
    return before
