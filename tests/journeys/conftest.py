"""What journeys of partner systems share: a registry that is served, programs that ask it, a receiver of webhooks."""

import pytest

from benchmarks import load
from benchmarks.asked import registry
from registry import actions
from registry.models import Organization
from tests.journeys.openrefine import OPENREFINE, OpenRefine
from tests.journeys.r import RSCRIPT
from tests.journeys.system import System
from tests.registry.api.conftest import forget_counters
from tests.registry.receiver import Receiver

# A machine without OpenRefine or R has one program less, and nothing to skip.
collect_ignore_glob = [
    *([] if OPENREFINE else ["test_p2_in_openrefine*"]),
    *([] if RSCRIPT else ["test_examples_in_r.py"]),
]
# The registry that lists are matched with: so many organizations, invented from this number.
ORGANIZATIONS, SEED = 400, 23


@pytest.fixture
def served(live_server, settings):
    """The address of a live registry."""
    settings.SITE_ORIGIN = live_server.url
    forget_counters()
    return live_server.url


@pytest.fixture
def system(served):
    """Starts a partner's program, with a key or a token if it has one."""
    started = []

    def start(key=""):
        started.append(System(served, key))
        return started[-1]

    yield start
    for one in started:
        one.session.close()


@pytest.fixture
def receiver(settings):
    """On this machine, where messages reach only what this setting names for a trial."""
    receiver = Receiver()
    settings.WEBHOOK_TRIAL_HOSTS = [receiver.host]
    yield receiver
    receiver.stop()


@pytest.fixture
def invented():
    """(organizations, {number: reference}) of a registry, as bulk loading publishes them."""
    organizations = registry(ORGANIZATIONS, SEED)
    keys = load.write_facts(organizations, 0, load.Rest())
    actions.publish_listings(Organization.objects.filter(pk__in=keys))
    actions.count_name_keys()
    references = dict(Organization.objects.values_list("pk", "reference"))
    return organizations, {number: references[pk] for number, pk in load.keys_by_number().items()}


@pytest.fixture(scope="module")
def refine(tmp_path_factory):
    started = OpenRefine(tmp_path_factory.mktemp("openrefine"))
    yield started
    started.stop()
