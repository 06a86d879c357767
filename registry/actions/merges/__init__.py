"""Two records become one, when two people agree; and two again, when they were wrong."""

from registry.actions.merges.join import confirm_merge
from registry.actions.merges.propose import propose_merge, withdraw_merge
from registry.actions.merges.undo import undo_merge

__all__ = ["confirm_merge", "propose_merge", "undo_merge", "withdraw_merge"]
