"""Two people saved one form: both texts are shown, and the second says field by field which is to stand."""


def both_texts(fields):
    """Rows for the page, of (field, label, theirs, mine); where they say the same there is nothing to choose.

    A field that was left empty is no answer yet.
    """
    return [
        {"field": field, "label": label, "theirs": theirs, "mine": mine, "keep": "mine" if mine else "theirs"}
        for field, label, theirs, mine in fields
        if theirs != mine
    ]


def without_what_was_left(facts, posted):
    """After a conflict a person said for each field whether her text or her colleague's is to stand."""
    return {field: value for field, value in facts.items() if posted.get(f"keep-{field}") != "theirs"}
