"""The plausibility rules: what is unlikely to be true in a record, one small declaration each."""

from types import MappingProxyType

from registry.queries.rules import contacts, partnerships, records
from registry.queries.rules.rule import Rule

RULES = MappingProxyType({rule.code: rule for part in (records, partnerships, contacts) for rule in part.RULES})
PRIVATE = frozenset(code for code, rule in RULES.items() if rule.is_private)

__all__ = ["PRIVATE", "RULES", "Rule"]
