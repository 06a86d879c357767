"""The words that somebody sees in `main` of a page: none of a closed `<details>`, of options or for the ear alone."""

from html.parser import HTMLParser

_VOID = {"input", "br", "img", "meta", "link", "hr", "use", "path", "source", "wbr", "col"}
_UNSEEN = {"script", "style", "template", "option", "svg"}


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.words = [], []

    def handle_starttag(self, tag, attrs):
        if tag in _VOID:
            return
        told = dict(attrs)
        is_closed = any(name == "details" and not is_open for name, is_open, _ in self.open)
        is_unseen = (
            tag in _UNSEEN
            or "hidden" in told
            or "vh" in (told.get("class") or "").split()
            or (is_closed and tag != "summary" and not any(name == "summary" for name, _, _ in self.open))
        )
        self.open.append((tag, "open" in told, is_unseen))

    def handle_endtag(self, tag):
        while tag not in _VOID and self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        names = [name for name, _, _ in self.open]
        bare = "details" in names and names[-1] == "details" and not self.open[-1][1]
        if "main" in names and not bare and not any(unseen for _, _, unseen in self.open):
            self.words += data.split()


def words(html):
    page = _Page()
    page.feed(html)
    return page.words
