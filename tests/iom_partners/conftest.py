"""What the tests of a local instance share: a folder for its services, a mail server that keeps what it gets."""

import os
import sys

import pytest

from iom_partners.local import instance
from iom_partners.local.children import Child
from iom_partners.local.testing import temporary_folder


@pytest.fixture
def folder():
    """Not pytest's own, which is closed to the account that root's PostgreSQL runs under."""
    with temporary_folder(open_to_account=os.geteuid() == 0) as made:
        yield made


@pytest.fixture
def sink(tmp_path):
    with instance.listening_socket(0, exactly=True) as listening:
        command = [sys.executable, "-m", "iom_partners.local.mail_sink", tmp_path / "mail", listening.fileno()]
        child = Child("mail", command, log=tmp_path / "mail.log", pass_fds=[listening.fileno()])
        yield instance.port_of(listening)
        child.stop()
