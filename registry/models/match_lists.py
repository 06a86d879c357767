"""Lists that partner systems send to be matched: a file, and for some days what was found for each of its lines."""

import uuid
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry import references
from registry.models.base import Stamped
from registry.models.clients import Client
from registry.models.jobs import Job

KEPT = timedelta(days=7)


def new_reference():
    return references.new("MAT")


def end_of_keeping():
    return timezone.now() + KEPT


class MatchList(Stamped):
    """One file on its way. Whoever knows its token may read what came of it; history and staff know its reference."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    job = models.OneToOneField(Job, models.CASCADE, related_name="match_list")
    # Whose key it was sent with, if any: only that is told when it is done.
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.FileField(upload_to="matches/")
    # The answers, one JSON object a line: who is meant, by reference. Who is named from it is asked when it is read.
    answers = models.CharField(max_length=100)
    # Why the file could not be read: {"code", "params"} that registry/importers/problems.py puts into words.
    refusal = models.JSONField(default=dict, blank=True)
    kept_until = models.DateTimeField(default=end_of_keeping)

    class Meta:
        verbose_name_plural = _("lists to be matched")
        indexes = [models.Index(fields=["kept_until"], name="match_list_by_end")]
