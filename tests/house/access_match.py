"""What the access test walks through of matching and reconciliation."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from registry import actions
from registry.models import Job

A_LIST = b"Name of organization,Country\nOrganization of Kenya,Kenya\n"


def build(world):
    """A list that a worker has answered."""
    world.match_list = actions.ask_for_match(SimpleUploadedFile("list.csv", A_LIST), by="test")
    actions.run_job(actions.take_job(Job.objects.get(pk=world.match_list.job_id)))


def examples(world, example):
    asked = {"id": str(world.match_list.token)}
    queries = {"queries": json.dumps({"q0": {"query": "Organization of Kenya"}})}
    return {
        "api:match": example(data=json.dumps([{"name": "Organization of Kenya"}]), content_type="application/json"),
        "api:match-job-list": example(data=lambda _person: {"file": SimpleUploadedFile("list.csv", A_LIST)}),
        "api:match-job-detail": example(asked),
        "api:match-job-result": example(asked),
        "api:reconcile": example(data=queries),
        "api:reconcile-slash": example(data=queries),
        "api:reconcile-suggest": example({"kind": "type"}),
        "api:reconcile-preview": example(path=f"/api/v1/reconcile/preview?id={world.a.reference}"),
        "api:reconcile-flyout": example(path=f"/api/v1/reconcile/flyout?id={world.a.reference}"),
    }
