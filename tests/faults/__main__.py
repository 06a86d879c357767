"""python -m tests.faults [--rounds 50] [--rows 20000] [--mails 500] [--only imports,night …]

Ends with one line of figures, and with 1 when anything was lost, doubled, late or held that should not be.
"""

import argparse
import logging
import os
import sys
from importlib import import_module

import django

from iom_partners.local.testing import temporary_folder
from tests.faults.world import World


def main():
    asked = argparse.ArgumentParser(prog="make faults")
    asked.add_argument("--rounds", type=int, default=50, help="how often a worker is killed in each scenario")
    asked.add_argument("--rows", type=int, default=20_000, help="rows of the import")
    asked.add_argument("--mails", type=int, default=500, help="mails in the outbox")
    asked.add_argument("--jobs", type=int, default=50, help="jobs queued when Redis forgets everything, 50 at most")
    asked.add_argument("--seconds", type=int, default=60, help="how long Redis is down; the mail server ten times that")
    asked.add_argument("--only", default="", help="names of scenarios with commas between")
    asked.add_argument("--like", default="", help="a database of which to take a copy instead of migrating")
    asked.add_argument("--hurry", action="store_true", help="wait for no lease in real time, not even once")
    asked.add_argument("--seed", type=int, default=7)
    sizes = asked.parse_args()
    with temporary_folder(open_to_account=os.geteuid() == 0) as folder:
        world = World(folder)
        try:
            world.start(like=sizes.like)
            django.setup()
            logging.getLogger("mail.log").setLevel(logging.ERROR)
            # Only now is there a database for the models to speak to.
            return import_module("tests.faults.scenarios").play(world, sizes)
        finally:
            world.stop()


if __name__ == "__main__":
    sys.exit(main())
