"""People at work while things break: each a session over HTTP, with a note of what she was told was kept."""

import http.client
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.iom_partners.waiting import patiently

TOKEN = "t" * 32
PASSWORD = "a long pass phrase that nobody knows"


class Browser:
    """As much of one as it takes: cookies, forms, and no patience."""

    def __init__(self, origin, cookies=None):
        self.host = urlsplit(origin).netloc
        self.cookies = {settings.CSRF_COOKIE_NAME: TOKEN, **(cookies or {})}

    def ask(self, path, form=None):
        """The status, or 0 when the line broke."""
        line = http.client.HTTPConnection(self.host, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request("POST" if form else "GET", path, urlencode(form) if form else None, headers)
            answer = line.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            line.close()
        for told in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(told).items()}
        return answer.status


class Person(Browser):
    """Somebody of the staff who is signed in, and writes notes."""

    def __init__(self, origin, user):
        client = Client()
        client.force_login(user)
        super().__init__(origin, {name: morsel.value for name, morsel in client.cookies.items()})

    def write(self, organization, text):
        review_on = timezone.localdate() + timedelta(days=30)
        path = reverse("registry:note-new", args=[organization.reference])
        return self.ask(path, {"kind": "remark", "text": text, "review_on": review_on.isoformat()})


def signs_in(origin, user):
    """Whether a person who knows her password gets in."""
    browser = Browser(origin)
    browser.ask(reverse("account_login"))
    browser.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    status = browser.ask(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return status == 302 and settings.SESSION_COOKIE_NAME in browser.cookies


class Written:
    """What people were told was kept, and what they were told instead, by the second."""

    def __init__(self):
        self.acknowledged, self.answers = set(), []
        self.over = threading.Event()

    def wait_for_success(self, moment):
        """Seconds from that moment to the first thing that was kept."""
        patiently(lambda: any(status == 302 and at > moment for at, status in list(self.answers)), 30)
        return time.monotonic() - moment

    def errors_after(self, moment):
        return sum(1 for at, status in list(self.answers) if at > moment and status != 302)

    def write_on(self, number, person, organization):
        n = 0
        while not self.over.is_set():
            text = f"Note {number}-{n}"
            status = person.write(organization, text)
            self.answers.append((time.monotonic(), status))
            if status == 302:
                self.acknowledged.add(text)
            n += 1


@contextmanager
def writing(people, organization):
    written = Written()
    threads = [
        threading.Thread(target=written.write_on, args=(number, person, organization))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    try:
        yield written
    finally:
        written.over.set()
        for thread in threads:
            thread.join()
