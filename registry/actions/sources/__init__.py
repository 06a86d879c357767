"""Sources of the inventory: described, read again by the clock or by hand, compared with the last time."""

from registry.actions.sources.comparing import do_check_and_compare, overrule_run
from registry.actions.sources.keeping import describe_source, pause_source, resume_source, trust_source, withdraw_trust
from registry.actions.sources.reading import READ, do_read, send_to_source, start_due_readings, start_reading

__all__ = [
    "READ",
    "describe_source",
    "do_check_and_compare",
    "do_read",
    "overrule_run",
    "pause_source",
    "resume_source",
    "send_to_source",
    "start_due_readings",
    "start_reading",
    "trust_source",
    "withdraw_trust",
]
