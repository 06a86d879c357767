"""Every verb of the registry. Actions are the only code that writes."""

from registry.actions.history import first_broken, hold_history, record, record_many
from registry.actions.imports import (
    approve_import,
    check_import_again,
    choose_columns,
    command_line_user,
    decide_row,
    discard_import,
    dry_run_import,
    go_on_applying,
    upload_import,
)
from registry.actions.jobs import keep_lease, retry_job, start_job, stop_job, take_job
from registry.actions.listings import age_listings, count_name_keys, publish_listing, publish_listings
from registry.actions.messages import deliver_messages, notify, post
from registry.actions.organizations import (
    archive_organization,
    create_organization,
    edit_organization,
    lift_risk,
    make_dormant,
    mark_at_risk,
    missing_for_publication,
    propose_lifting_risk,
    publish_organization,
    send_to_review,
    verify_organization,
)
from registry.actions.partnerships import add_partnership, end_partnership, reject_partnership, verify_partnership
from registry.actions.vocabularies import load_vocabularies
from registry.actions.work import WORK, run_at_once, run_job

__all__ = [
    "WORK",
    "add_partnership",
    "age_listings",
    "approve_import",
    "archive_organization",
    "check_import_again",
    "choose_columns",
    "command_line_user",
    "count_name_keys",
    "create_organization",
    "decide_row",
    "deliver_messages",
    "discard_import",
    "dry_run_import",
    "edit_organization",
    "end_partnership",
    "first_broken",
    "go_on_applying",
    "hold_history",
    "keep_lease",
    "lift_risk",
    "load_vocabularies",
    "make_dormant",
    "mark_at_risk",
    "missing_for_publication",
    "notify",
    "post",
    "propose_lifting_risk",
    "publish_listing",
    "publish_listings",
    "publish_organization",
    "record",
    "record_many",
    "reject_partnership",
    "retry_job",
    "run_at_once",
    "run_job",
    "send_to_review",
    "start_job",
    "stop_job",
    "take_job",
    "upload_import",
    "verify_organization",
    "verify_partnership",
]
