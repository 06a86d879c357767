"""Watch lists come in, the inventory is compared with them, people judge what comes near. Nothing is blocked by it."""

from registry.actions.screening.compare import SCREEN, do_screen, screen, start_screening
from registry.actions.screening.judge import judge_match, reopen_match
from registry.actions.screening.lists import load_watch_list

__all__ = [
    "SCREEN",
    "do_screen",
    "judge_match",
    "load_watch_list",
    "reopen_match",
    "screen",
    "start_screening",
]
