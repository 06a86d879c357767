"""What every noun has: when it was written, and a version by which two people at once are told apart."""

from django.db import models
from django.utils.translation import get_language


class Stamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Translated(models.Model):
    """Texts kept in English, French and Spanish; the reader's own first, then English, French, Spanish."""

    class Meta:
        abstract = True

    def text_in(self, language, field):
        """The text of `field` and the language it is in: the one asked for, or the first that there is."""
        for code in (language[:2], "en", "fr", "es"):
            text = getattr(self, f"{field}_{code}", "")
            if text:
                return text, code
        return "", language[:2]


class Trilingual(Translated):
    """What has a name in these languages."""

    name_en = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200, blank=True)
    name_es = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.text_in(get_language() or "en", "name")[0]
