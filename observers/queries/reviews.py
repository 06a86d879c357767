"""What the reviewers found: who may read it yet, where they differ, and what stands in the end."""

from dataclasses import dataclass

from observers.models import Criterion, Finding, Review, Settlement, Verdict
from observers.states import ReviewState

REVIEWERS = 2


@dataclass(frozen=True)
class Found:
    """Both findings on one criterion, and what settled them if they differ."""

    criterion: Criterion
    findings: list
    settlement: Settlement | None

    @property
    def differs(self):
        return len({finding.verdict for finding in self.findings}) > 1

    @property
    def verdict(self):
        """What both found, else what settled it; empty while it is open."""
        verdicts = {finding.verdict for finding in self.findings}
        if len(verdicts) == 1:
            return verdicts.pop()
        return self.settlement.verdict if self.settlement else ""

    @property
    def verdict_label(self):
        return Verdict(self.verdict).label if self.verdict else ""

    @property
    def reason(self):
        """The reason for the organization: of the findings that share the verdict, else of the settlement."""
        if self.differs and self.settlement:
            return self.settlement.reason
        return "\n\n".join(dict.fromkeys(f.reason for f in self.findings if f.reason))


def reviews_of(application, *, cycle=None):
    """The reviews that count in this cycle."""
    return Review.objects.filter(application=application, cycle=cycle or application.cycle).exclude(
        state=ReviewState.ENDED
    )


def handed_in(application, *, cycle=None):
    return list(reviews_of(application, cycle=cycle).filter(state=ReviewState.HANDED_IN))


def are_readable(application, *, cycle=None):
    """Reviews are read by others when both are in, and not before."""
    return len(handed_in(application, cycle=cycle)) >= REVIEWERS


def found(application, *, cycle=None):
    """What was found on each criterion, in their order; empty until both reviews are in."""
    cycle = cycle or application.cycle
    reviews = handed_in(application, cycle=cycle)
    if len(reviews) < REVIEWERS:
        return []
    findings = (
        Finding.objects.filter(review__in=reviews).select_related("review__reviewer").prefetch_related("pins__document")
    )
    settlements = {s.criterion_id: s for s in _settlements(application, cycle)}
    by_criterion = {}
    for finding in findings.order_by("review__assigned_at", "review"):
        by_criterion.setdefault(finding.criterion_id, []).append(finding)
    return [
        Found(criterion, by_criterion.get(criterion.pk, []), settlements.get(criterion.pk))
        for criterion in application.criteria_set.criteria.order_by("position", "pk")
    ]


def _settlements(application, cycle):
    return Settlement.objects.filter(application=application, cycle=cycle).select_related("settled_by")


def disagreements(application):
    """Criteria on which the two differ and nobody has settled it."""
    return [one for one in found(application) if one.differs and not one.settlement]
