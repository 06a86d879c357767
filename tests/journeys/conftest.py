"""What journeys of partner systems share: a registry that is served, programs that ask it, a receiver of webhooks."""

import pytest

from tests.journeys.system import System
from tests.registry.api.conftest import forget_counters
from tests.registry.receiver import Receiver


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
