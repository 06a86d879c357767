"""Questions about a set of criteria: what it still lacks, and what it asks to have at hand."""

from django.utils.translation import gettext as _

from observers.models import Criterion
from registry.models import Document

LANGUAGES = ("en", "fr", "es")
_COMPARED_WITH_A_NUMBER = (Criterion.Comparison.YEARS, Criterion.Comparison.COUNTRIES)


def in_order(criteria_set):
    return list(criteria_set.criteria.order_by("position", "pk"))


def missing_in_criteria(criteria_set):
    """In words, what a set lacks before anybody may be judged by it. Texts are there in every language, or in none."""
    criteria = in_order(criteria_set)
    missing = [] if criteria_set.citation else [_("the citation")]
    missing += _untold(criteria_set, ("name",), ("note",))
    missing += [] if criteria else [_("at least one criterion")]
    for criterion in criteria:
        lacks = _untold(criterion, ("name", "text", "source"), ("guidance", "evidence"))
        if criterion.needs_document and not criterion.document_kind:
            lacks.append(_("the kind of document"))
        # Where reviewers judge, the rows of the registry help also without a number.
        judged = criterion.kind == Criterion.Kind.JUDGEMENT
        if criterion.comparison in _COMPARED_WITH_A_NUMBER and not criterion.least and not judged:
            lacks.append(_("the number to compare with"))
        missing += [_("%(code)s: %(what)s") % {"code": criterion.code, "what": what} for what in lacks]
    return missing


def _untold(thing, needed, optional):
    """The texts of `needed`, and of `optional` when one language has it, that are empty in another language."""
    begun = [field for field in optional if any(getattr(thing, f"{field}_{code}").strip() for code in LANGUAGES)]
    return [
        str(thing._meta.get_field(f"{field}_{code}").verbose_name)
        for field in (*needed, *begun)
        for code in LANGUAGES
        if not getattr(thing, f"{field}_{code}").strip()
    ]


def documents_to_prepare(criteria):
    """The documents that these criteria ask for, each kind once, with the criteria that it serves."""
    documents = {}
    for criterion in criteria:
        if criterion.needs_document:
            is_other = criterion.document_kind == Document.Kind.OTHER
            # What is in no drawer of the registry is known by what it shows.
            key = criterion.code if is_other else criterion.document_kind
            label = (is_other and criterion.told("evidence")) or criterion.get_document_kind_display()
            documents.setdefault(key, {"label": label, "criteria": []})["criteria"].append(criterion)
    return list(documents.values())
