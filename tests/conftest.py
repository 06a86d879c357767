"""The people every test needs, a database as in production, and the rule that nothing is skipped in silence."""

import gc
import os
import shutil

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import TransactionTestCase
from django.utils import translation

from observers.actions import load_criteria
from registry import actions
from registry.roles import Function
from tests import beginning, make

# A skip is honest only where the files of others are not on the machine; everything else could have run.
_HONEST_SKIP = "no shared data"


def pytest_collection_finish():
    """What is loaded by now stays to the end: not looking for rubbish in it again and again saves minutes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _with_room(call, *args):
    return call(*args)


# Python keeps the frames of calls in pieces of 16 kB, and up to 3.12 asks the system for a piece again and again when a
# loop stands just before the end of one (https://github.com/python/cpython/issues/142183): a tenth of the whole run.
# A frame that says it needs half a megabyte gets one large piece, and all that is called from it has the rest.
_with_room.__code__ = _with_room.__code__.replace(co_stacksize=66_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    runner = item.config.pluginmanager.getplugin("runner")
    return _with_room(runner.pytest_runtest_protocol, item, nextitem)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the words of the registry once; a transactional test leaves them to the next, and nothing else."""
    with django_db_blocker.unblock():
        # A run that was ended in the middle of a test may have left something in a database that is used again.
        beginning.restore()
        actions.load_vocabularies(by="test")
        load_criteria(by="test")
        beginning.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: beginning.restore())
        yield


@pytest.fixture(autouse=True, scope="session")
def _at_once():
    """The head and the text of an answer go out at once, as gunicorn sends them; else each waits 40 ms for the other
    side to confirm the one before (Nagle's algorithm against delayed confirmation)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
        yield


@pytest.fixture(autouse=True)
def _in_english():
    """A request in French leaves its language behind in the thread; each test begins without one."""
    translation.deactivate()


@pytest.fixture
def curator(db):
    return make.staff(Function.CURATOR, name="Curator")


@pytest.fixture
def steward(db):
    return make.staff(Function.DATA_STEWARD, name="Steward")


@pytest.fixture
def auditor(db):
    return make.staff(Function.AUDITOR, name="Auditor")


@pytest.fixture
def administrator(db):
    return make.staff(Function.ADMINISTRATOR, name="Administrator")


@pytest.fixture
def member(db):
    return make.member(name="Member")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if _HONEST_SKIP not in reason:
            report.outcome = "failed"
            report.longrepr = f"Skipped where it could have run: {reason}"


# --- The browser ---------------------------------------------------------------------------------------------------

# Playwright's synchronous API keeps an event loop in the test's thread; Django must not take it for its own.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items):
    """The longest first, the others in their order. A test that drives a browser is skipped where there is none, which
    `.ci/run` takes for a failure."""
    items.sort(key=lambda item: "long" not in item.keywords)
    if CHROMIUM is None:
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: see the words above"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"]
    closed = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": quiet + closed}
