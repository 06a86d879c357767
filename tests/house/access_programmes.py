"""What the access test walks through of programmes and units."""

from registry import actions
from registry.importers.documents import CleanFile
from registry.views.programmes import statement_key
from tests import make


def build(world):
    by = world.people["curator"]
    world.programme = make.programme("compass-test", countries=["KEN"])
    actions.add_programme_donor(world.programme, world.b, by=by)
    actions.add_programme_statement(world.programme, text_en="Much.", as_of="2024", source="A memo", by=by)
    world.programme.refresh_from_db()
    make.partnership(world.a, area=6, programme=world.programme)
    world.lesson, world.lesson_read = (
        actions.contribute_lesson(
            world.programme,
            world.a,
            file=CleanFile("application/pdf", b"%PDF-1.7"),
            by=world.people["admin_a"],
            title=title,
            language="en",
        )
        for title in ("A lesson", "Another")
    )
    actions.publish_lesson(world.lesson_read, by=by)
    world.heir = make.unit()
    world.closed_unit = make.unit(successor=world.heir)
    world.orphan = make.partnership(world.a, area=5, unit=world.closed_unit)


def examples(world, example):
    code = {"code": world.programme.code}
    told = {"source": "A memo", "areas": ["1"]}
    phase = {"countries": "Kenya", "source": "A memo"}
    return {
        "registry:lesson-list": example(code),
        "registry:lesson-file": example(code | {"reference": world.lesson_read.reference}),
        "registry:lesson-new": example(code, {"title": "A", "text": "B", "language": "en"}),
        "registry:staff-lesson-file": example({"reference": world.lesson.reference}),
        "registry:lesson-publish": example({"reference": world.lesson.reference}),
        "registry:lesson-refuse": example({"reference": world.lesson.reference}, {"reason": "because"}),
        "registry:lesson-withdraw": example({"reference": world.lesson_read.reference}, {"reason": "because"}),
        "registry:own-lessons": example({"reference": world.a.reference}),
        "registry:own-lesson-new": example(
            {"reference": world.a.reference} | code, {"title": "A", "text": "B", "language": "en"}
        ),
        "registry:own-lesson-file": example({"reference": world.a.reference, "lesson": world.lesson.reference}),
        "registry:unit-detail": example({"code": world.heir.code}),
        "registry:unit-close": example({"code": world.heir.code}, {"on": "2026-11-01", "reason": "because"}),
        "registry:orphan-assign": example(
            data={"unit": world.heir.pk, "row": [f"{world.a.reference}/{world.orphan.reference}"]}
        ),
        "registry:programme-detail": example(code),
        "registry:staff-programme": example(code),
        "registry:programme-new": example(data=told | {"code": "another", "name_en": "Another"}),
        "registry:programme-edit": example(code, told | {"version": world.programme.version}),
        "registry:programme-name-new": example(code, {"text": "A name", "language": "English", "source": "A memo"}),
        "registry:programme-phase-new": example(code, phase | {"number": 2}),
        "registry:programme-phase-edit": example(code | {"number": 1}, phase),
        "registry:programme-statement-new": example(
            code, {"text_en": "A claim", "as_of": "2024-06", "source": "A memo"}
        ),
        "registry:programme-statement-remove": example(
            code | {"key": statement_key(world.programme.statements[0])}, {"reason": "because"}
        ),
        "registry:programme-donor-new": example(code, {"other": world.a.reference}),
        "registry:programme-donor-remove": example(code | {"reference": world.b.reference}),
        "api:programme-detail": example(code),
        "api:programme-coverage": example(code),
    }
