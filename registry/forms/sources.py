"""What staff say of a source, and the file that somebody brings for it."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from registry.forms.fields import CountryField, LineField
from registry.importers.fetching import REASONS, NotFetched, what_is_called
from registry.models import Source

ADAPTERS = Source.Adapter


class SourceForm(forms.Form):
    name = LineField(
        label=_("Source"),
        max_length=100,
        help_text=_(
            "Where it comes from, such as “3W Chad, OCHA”. What comes from it goes by this name in the records."
        ),
    )
    content = forms.ChoiceField(
        label=_("What its file holds"),
        choices=Source.Content.choices,
        widget=forms.RadioSelect,
        initial=Source.Content.ORGANIZATIONS,
    )
    adapter = forms.ChoiceField(label=_("How its file comes"), choices=ADAPTERS.choices, widget=forms.RadioSelect)
    address = LineField(
        label=_("Address of the file"),
        max_length=500,
        required=False,
        validators=[URLValidator(["https"], message=_("Write a whole address that begins with https://."))],
    )
    every_days = forms.IntegerField(
        label=_("Read again every so many days"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("Left empty, it is read when somebody asks."),
    )
    least_percent = forms.IntegerField(
        label=_("Refuse a file with fewer rows than this share of the last one, in percent"),
        initial=80,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("A file that was cut off must not look as if many organizations were gone."),
    )
    country = CountryField(
        label=_("Country of its rows"), required=False, help_text=_("Only where the file itself does not say it.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hosts = ", ".join(settings.SOURCE_HOSTS)
        self.fields["address"].help_text = (
            _("Only for a file on the web. This server may ask: %(hosts)s.") % {"hosts": hosts}
            if hosts
            else _("Only for a file on the web. This server may ask no host yet; whoever runs it sets SOURCE_HOSTS.")
        )

    @property
    def version(self):
        """What stood on the screen when the form was opened."""
        return self.data.get("version") or self.initial.get("version")

    def clean(self):
        facts = super().clean()
        address, adapter = facts.get("address", ""), facts.get("adapter")
        if adapter != ADAPTERS.ADDRESS:
            facts["address"] = ""
        elif not address and "address" not in self.errors:
            self.add_error("address", _("Write the address at which the file is."))
        elif address:
            self._refuse_what_may_not_be_called(address)
        return facts

    def _refuse_what_may_not_be_called(self, address):
        try:
            what_is_called(address)
        except NotFetched as refusal:
            self.add_error("address", REASONS[refusal.code] % refusal.params)


class NewSourceForm(SourceForm):
    field_order = ["code"]
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        validators=Source._meta.get_field("code").validators,
        help_text=_(
            "Small letters, digits and hyphens; it is also the name of its folder. It cannot be changed later."
        ),
        error_messages={"invalid": _("Write small letters, digits and hyphens, such as “3w-chad”.")},
    )

    def clean_code(self):
        code = self.cleaned_data["code"]
        if code == "new":
            raise forms.ValidationError(_("This word stands in the address of the page. Choose another code."))
        return code


class SourceFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("The whole list: whatever it does not name is shown as gone."),
        error_messages={
            "required": _("Choose the file that you want to send."),
            "empty": _("The file is empty. Check that the export finished, and send it again."),
        },
    )


class OverruleForm(forms.Form):
    reason = LineField(label=_("Why the file is right"), max_length=300)
