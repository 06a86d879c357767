"""Members and their application, for the access test: organization A's, taken back to a draft where it is written."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from observers import actions
from observers.actions.uploads import place_of
from observers.models import Application, Decision, Observer, Turn
from observers.queries.snapshots import content_hash
from registry.actions import hash_token

TOKEN = "token-of-a-head"


def build(world, picture):
    """The picture is on its way: an administrator of A has announced it."""
    world.picture = picture
    world.upload = actions.start_upload(
        _as(world, "draft"), world.criterion, name="photo.png", size=len(picture), by=world.people["admin_a"]
    )
    _as(world, "in_review")


def _as(world, state, **fields):
    Application.objects.filter(pk=world.application.pk).update(state=state, **fields)
    Turn.objects.filter(application=world.application, ended_at=None).update(state=state)
    return Application.objects.get(pk=world.application.pk)


def _draft(world):
    _as(world, "draft")


def _closed(world):
    """It is over, and A is no observer either: another one may begin."""
    Observer.objects.filter(pk=world.observer.pk).update(organization=world.b)
    Turn.objects.filter(application=world.application, ended_at=None).update(ended_at=timezone.now())
    Application.objects.filter(pk=world.application.pk).update(state="withdrawn", closed_at=timezone.now())


def _arrived(world):
    _draft(world)
    place_of(world.upload).parent.mkdir(parents=True, exist_ok=True)
    place_of(world.upload).write_bytes(world.picture)
    world.application.uploads.update(received=len(world.picture))


def _asked(world):
    actions.send_round(world.application, by=world.people["officer"])


def _answered(world):
    _asked(world)
    actions.answer_question(world.question, text="Since 1999.", by=world.people["admin_a"])


def _decided(world):
    Decision.objects.create(
        application=world.application,
        cycle=1,
        session=world.application.session,
        outcome="not_admitted",
        decided_on=timezone.localdate(),
        resolution="1",
        reasons=[{"code": "C-FIELD", "verdict": "not_met", "reason": "Because."}],
        recorded_at=timezone.now(),
        recorded_by=world.people["officer"],
    )


def _signature_asked(world):
    _draft(world)
    world.application.signatures.update(ended_at=timezone.now())
    signature = actions.ask_signature(
        world.application, name="A. Head", email="head@example.org", by=world.people["admin_a"]
    )
    signature.token_sha256 = hash_token(TOKEN)
    signature.save()


def examples(world):
    """{name: (keys of the address, what is sent, what must be so before, the address where it has a question)}."""
    mine = {"reference": world.application.reference}
    code = mine | {"code": "C-FIELD"}
    answer = world.application.answers.get(criterion=world.criterion)
    text = {"text": "We work with migrants on two borders.", "version": answer.version}
    upload, paper = mine | {"upload": world.upload.reference}, world.evidence.documents.first()
    shown = mine | {"code": world.evidence.criterion.code}

    def with_file(_person):
        return text | {"file": SimpleUploadedFile("photo.png", world.picture, "image/png")}

    def signed(_person):
        return {"signed_as": "A. Head", "is_head": "on", "read": content_hash(world.application)}

    return {
        "observers:application-new": ({}, {"organization": world.a.reference, "language": "en"}, _closed),
        "observers:application-detail": (mine,),
        "observers:application-record": (mine, {}, _draft),
        "observers:application-session": (mine, {"session": world.coming.reference}, _draft),
        "observers:application-withdraw": (mine,),
        "observers:application-again": (mine, {}, _closed),
        "observers:application-hand-over": (mine, {"person": world.people["editor_a"].reference}),
        "observers:application-criterion": (code, text, _draft),
        "observers:application-autosave": (code, text, _draft),
        "observers:application-document-attach": (code, {"document": paper.reference}, _draft),
        "observers:application-document-detach": (shown, {"document": paper.reference}, _draft),
        "observers:application-evidence": (code, with_file, _draft),
        "observers:application-upload-start": (code, {"name": "statutes.pdf", "size": 1000}, _draft),
        "observers:application-upload-state": (upload,),
        "observers:application-upload-part": (
            upload,
            {},
            _arrived,
            reverse("observers:application-upload-part", kwargs=upload) + "?offset=0",
        ),
        "observers:application-upload-finish": (upload, {}, _arrived),
        "observers:application-upload-drop": (upload, {}, _draft),
        "observers:application-document": (mine | {"document": paper.reference},),
        "observers:application-declaration": (mine, {}, _draft),
        "observers:application-documents": (mine, {}, _draft),
        "observers:application-signature": (mine, {"name": "H", "email": "h@example.org", "language": "en"}, _draft),
        "observers:application-check": (mine,),
        "observers:application-send": (mine, {}, _draft),
        "observers:application-sent": (mine,),
        "observers:application-receipt": (mine,),
        "observers:application-copy-pdf": (mine,),
        "observers:application-copy-zip": (mine,),
        "observers:application-calendar": (mine,),
        "observers:application-questions": (mine, {}, _asked),
        "observers:application-question": (
            mine | {"question": world.question.reference},
            {"text": "Since 1999.", "version": world.question.version},
            _asked,
        ),
        "observers:application-answers-send": (mine, {}, _answered),
        "observers:application-decision": (mine, {}, _decided),
        "observers:application-letter": (mine, {}, _decided),
        "observers:application-correction": (mine, {"text": "A fact is wrong."}, _decided),
        "observers:signature": ({"token": TOKEN}, signed, _signature_asked),
        "observers:signature-document": (
            {"token": TOKEN, "document": world.evidence.documents.first().reference},
            None,
            _signature_asked,
        ),
    }
