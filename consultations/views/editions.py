"""The edition that a public address names."""

from django.shortcuts import get_object_or_404

from consultations.models import Consultation


def public_edition(slug, *related):
    """With what its pages tell of it, and `related`. What is not public is not there, for anybody."""
    found = Consultation.objects.public().select_related("country", "region", "series", *related)
    return get_object_or_404(found, slug=slug)
