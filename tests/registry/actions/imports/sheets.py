"""Small files of our own making, and the way of a file from upload to the end."""

from django.core.files.base import ContentFile

from registry import actions
from registry.models import Job
from registry.states import JobState

FRENCH = "Acronyme;Nom de l'organisation;Type d'organisation;Pays;Province;Cluster;Site web;Date de début\n"


def sheet(*lines, header=FRENCH, name="3w_tchad_2026-01_fr.csv"):
    return ContentFile((header + "".join(f"{line}\n" for line in lines)).encode(), name=name)


def run_jobs():
    """What a worker does, in this process; every job must end well."""
    while job := actions.take_job():
        done = actions.run_job(job)
        assert (done.state, done.error) == (JobState.DONE, "")


def checked(file, *, by, **facts):
    batch = actions.upload_import(file, by=by, **facts)
    run_jobs()
    batch.refresh_from_db()
    return batch


def applied(file, *, by, **facts):
    batch = checked(file, by=by, **facts)
    actions.approve_import(batch, by=by)
    run_jobs()
    batch.refresh_from_db()
    assert not Job.objects.exclude(state=JobState.DONE).exists()
    return batch


def verdicts(batch):
    return dict(batch.rows.order_by("number").values_list("name", "verdict"))
