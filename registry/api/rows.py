"""How rows of organizations are written: as they are stored, or with the fields, the parts and the day asked for."""

import json

from registry.api import blocks
from registry.api.answers import as_json
from registry.api.fields import pick
from registry.queries.past_listings import as_may_be_told


def written(texts, asked):
    """The JSON texts of listings as the caller wants them; a fixed number of statements for any number of them."""
    day, fields, parts = asked.get("as_of"), asked.get("fields"), asked.get("expand", ())
    if not (day or fields or parts):
        return texts
    rows = as_may_be_told(texts) if day else [json.loads(text) for text in texts]
    words = blocks.words_for(parts, on=day) if parts else None
    return [as_json(_row(row, fields, parts, words)) for row in rows]


def _row(row, fields, parts, words):
    told = pick(row, fields) if fields else row
    return told | {"expanded": {name: blocks.block(name, row, words) for name in parts}} if parts else told
