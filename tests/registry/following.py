"""Following the feed of changes as a partner system does: a copy that is kept exact by what the API answers alone."""

import json

from registry.queries import exports, feed


class Follower:
    def __init__(self, caller, *, limit=1000, **asked):
        self.caller, self.asked = caller, {"limit": limit} | asked
        self.after, self.copy, self.seen = 0, {}, []

    def read(self):
        """Take in all that is new."""
        while True:
            page = self.caller.get("/api/v1/changes", {"after": self.after} | self.asked).json()
            for change in page["changes"]:
                self._apply(change)
            self.after = page["next_after"]
            if not page["has_more"]:
                return self

    def _apply(self, change):
        self.seen.append((change["op"], change["id"]))
        if change.get("data"):
            self.copy[change["id"]] = json.dumps(change["data"], ensure_ascii=False, separators=(",", ":"))
        else:
            self.copy.pop(change["id"], None)

    @property
    def lines(self):
        return [self.copy[reference] for reference in sorted(self.copy)]


def snapshot():
    """(number of the last entry, lines)."""
    return feed.last_seq(), [line.decode().removesuffix("\n") for line in exports.organization_lines()]
