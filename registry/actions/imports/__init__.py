"""An import: a file comes in, is checked row by row, decided, approved, and applied by a worker."""

from registry.actions.imports.again import may_correct
from registry.actions.imports.apply import do_apply, outcomes, rows_to_apply
from registry.actions.imports.check import do_check
from registry.actions.imports.command import command_line_user, dry_run_import
from registry.actions.imports.decide import approve_import, correct_row, decide_row, go_on_applying
from registry.actions.imports.files import check_import_again, choose_columns, discard_import, upload_import
from registry.actions.imports.retreat import preview_undo
from registry.actions.imports.undo import do_undo, go_on_undoing, undo_import

__all__ = [
    "approve_import",
    "check_import_again",
    "choose_columns",
    "command_line_user",
    "correct_row",
    "decide_row",
    "discard_import",
    "do_apply",
    "do_check",
    "do_undo",
    "dry_run_import",
    "go_on_applying",
    "go_on_undoing",
    "may_correct",
    "outcomes",
    "preview_undo",
    "rows_to_apply",
    "undo_import",
    "upload_import",
]
