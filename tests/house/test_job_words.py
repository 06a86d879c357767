"""The log of a job tells everything that can happen to it and to what it is about, and in words."""

import re
from pathlib import Path

from django.conf import settings

from registry.actions.work import WORK
from registry.views.job_words import EVENTS, TITLES

# What jobs are about, and jobs themselves.
ABOUT = re.compile(r'"((?:job|routine|import|source|edition|bulk)\.[a-z_]+)"')


def test_every_kind_of_job_but_routines_has_a_title():
    assert set(WORK) - {"routine"} == set(TITLES)


def test_everything_that_happens_to_what_a_job_is_about_has_words():
    actions = Path(settings.BASE_DIR, "registry/actions").rglob("*.py")
    verbs = {verb for path in actions for verb in ABOUT.findall(path.read_text())}

    assert verbs - set(WORK) - set(EVENTS) == set()
