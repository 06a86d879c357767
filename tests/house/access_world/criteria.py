"""The criteria that are live, and a draft of the next version."""

from observers import actions as observer_actions
from observers.models import CriteriaSet
from tests.house.access_world.example import Example


def build(world):
    observer_actions.load_criteria(by="test")
    world.criteria = CriteriaSet.objects.live()
    world.draft = observer_actions.new_version(world.criteria, by=world.people["officer"])


def examples(world):
    live, draft = ({"reference": one.reference} for one in (world.criteria, world.draft))
    criterion, version = draft | {"code": "C-FIELD"}, {"version": 1}
    told = {"name_en": "A name", "text_en": "A text", "kind": "declaration", "word_limit": 0}
    told |= {"provenance": "local", "source_en": "A memo", "source_fr": "Une note", "source_es": "Una nota"}
    checked = {one.code: "yes" for one in world.criteria.criteria.filter(in_self_check=True)}
    return {
        "observers:self-check": Example(data=checked),
        "observers:criteria-detail": Example(draft),
        "observers:criteria-preview": Example(draft),
        "observers:criteria-edit": Example(draft, version | {"name_en": "N", "citation": "C", "rounds": 2}),
        "observers:criteria-new-version": Example(live, before=draft_given_up),
        "observers:criteria-publish": Example(draft, version),
        "observers:criteria-retire": Example(live),
        "observers:criterion-new": Example(draft, told | version | {"code": "C-NEW"}),
        "observers:criterion-edit": Example(criterion, told | version | {"code": "C-FIELD"}),
        "observers:criterion-move": Example(criterion, {"to": "down"}),
        "observers:criterion-remove": Example(criterion),
    }


def draft_given_up(world):
    observer_actions.retire_criteria(world.draft, by=world.people["officer"])
