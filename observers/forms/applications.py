"""What the organization types into its application, answers, asks to be signed, or says about a decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.documents import EvidenceField
from registry.forms.fields import DayField, LanguageField, LineField
from registry.importers.documents import LIMIT_BYTES
from registry.models.people import LANGUAGES

# Far more than any limit of words: a text over its limit is kept, and only sending waits.
LONGEST_TEXT = 30_000


class TextField(forms.CharField):
    """A long text. Browsers send line ends of their own: a text that nobody changed stays equal, and so signed."""

    def __init__(self, *, rows=10, **kwargs):
        super().__init__(**({"max_length": LONGEST_TEXT, "widget": forms.Textarea(attrs={"rows": rows})} | kwargs))

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class StartForm(forms.Form):
    """For which organization, where a person acts for several, and in which language IOM writes to it."""

    organization = forms.ChoiceField(label=_("Organization"))
    language = forms.ChoiceField(label=_("Language in which IOM writes to you"), choices=LANGUAGES)

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].choices = [(one.reference, one.name) for one in organizations]
        if len(organizations) == 1:
            self.fields["organization"].widget = forms.HiddenInput()


class AnswerForm(forms.Form):
    """The answer to one criterion. `version` is that of the answer when the page was opened."""

    text = TextField(label=_("Your answer"), required=False)
    language = LanguageField(
        label=_("Language of your answer"),
        help_text=_("You can answer in any language. IOM adds a translation; your own text stays."),
        max_length=40,
        required=False,
    )
    version = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput)


class EvidenceForm(forms.Form):
    """A document that the registry does not hold yet. It stays in the record and is not asked for again."""

    file = EvidenceField(
        label=_("File"),
        required=False,
        help_text=_(
            "PDF, JPEG or PNG, at most 10 MB. A photo of each page will do. Hidden data, such as the author or the"
            " place of a photograph, is removed."
        ),
    )
    title = LineField(
        label=_("What it is called"),
        help_text=_("Leave it empty to call it by its kind."),
        max_length=200,
        required=False,
    )
    issued_on = DayField(label=_("Issued on"), is_past=True, required=False)
    expires_on = DayField(label=_("Expires on"), required=False)
    replaces = forms.ChoiceField(label=_("It takes the place of"), required=False)

    def __init__(self, *args, replaceable=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.replaceable = {document.reference: document for document in replaceable}
        self.fields["replaces"].choices = [
            ("", _("No other document")),
            *((document.reference, document.title) for document in replaceable),
        ]
        if replaceable:
            self.fields["replaces"].initial = replaceable[0].reference
        else:
            del self.fields["replaces"]

    def clean(self):
        cleaned = super().clean()
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("The document expires before it was issued. Check both dates."))
        return cleaned

    def facts(self):
        """What the verb takes beside the file."""
        cleaned = self.cleaned_data
        replaces = self.replaceable.get(cleaned.get("replaces", ""))
        return {field: cleaned.get(field) for field in ("title", "issued_on", "expires_on")} | {"replaces": replaces}


class DeclarationForm(forms.Form):
    """One box for each criterion that is declared, under its code."""

    def __init__(self, *args, answers, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = answers
        for answer in answers:
            self.fields[answer.criterion.code] = forms.BooleanField(
                label=_("We accept this."), required=False, initial=answer.is_declared
            )

    def rows(self):
        return [{"answer": answer, "field": self[answer.criterion.code]} for answer in self.answers]


class SessionForm(forms.Form):
    session = forms.ChoiceField(label=_("Session"), widget=forms.RadioSelect)

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions = {session.reference: session for session in sessions}
        self.fields["session"].choices = [(one.reference, str(one)) for one in sessions]
        self.fields["session"].error_messages["required"] = _("Choose a session.")

    def chosen(self):
        return self.sessions[self.cleaned_data["session"]]


class SignatureRequestForm(forms.Form):
    """Whom to ask to sign."""

    name = LineField(
        label=_("Name of the head"), max_length=150, error_messages={"required": _("Write the name of the head.")}
    )
    email = forms.EmailField(
        label=_("E-mail address of the head"),
        help_text=_("We send a link to this address. The head needs no account."),
        error_messages={
            "required": _("Write the e-mail address of the head."),
            "invalid": _("Write the e-mail address in full, such as name@example.org."),
        },
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)


class SignatureForm(forms.Form):
    """The head types her name under what she has read; `read` is its hash."""

    signed_as = LineField(
        label=_("Your full name, as your signature"),
        max_length=150,
        error_messages={"required": _("Type your full name to sign.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    is_head = forms.BooleanField(
        label=_("I am the head of this organization, and I have read what will be sent."),
        error_messages={"required": _("Tick the box if you are the head and have read it.")},
    )
    read = forms.CharField(min_length=64, max_length=64, widget=forms.HiddenInput)


class ReplyForm(forms.Form):
    """The answer to one question of IOM."""

    text = TextField(label=_("Your answer"), rows=8, error_messages={"required": _("Write your answer.")})
    version = forms.IntegerField(min_value=1, max_value=10**6, widget=forms.HiddenInput)
    file = EvidenceField(
        label=_("File"),
        required=False,
        help_text=_(
            "PDF, JPEG or PNG, at most 10 MB. A photo of each page will do. Hidden data, such as the author or the"
            " place of a photograph, is removed."
        ),
    )
    title = LineField(
        label=_("What it is called"),
        help_text=_("Leave it empty to call it by its kind."),
        max_length=200,
        required=False,
    )


class DraftReplyForm(ReplyForm):
    """The same while it is written: nothing yet is an answer too."""

    text = TextField(required=False)
    file = title = None


class WithdrawalForm(forms.Form):
    reason = TextField(label=_("Reason"), max_length=500, required=False, rows=3)


class CorrectionForm(forms.Form):
    """Which fact, in which finding, and what shows it."""

    criterion = forms.ModelChoiceField(
        None,
        label=_("Which finding it is about"),
        to_field_name="code",
        empty_label=_("None, or several"),
        required=False,
    )
    text = TextField(
        label=_("Which fact is wrong, and what is right"),
        max_length=5000,
        rows=6,
        error_messages={"required": _("Write which fact is wrong, and what is right.")},
    )
    file = EvidenceField(
        label=_("A document that shows it"),
        required=False,
        help_text=_(
            "PDF, JPEG or PNG, at most 10 MB. A photo of each page will do. Hidden data, such as the author or the"
            " place of a photograph, is removed."
        ),
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = application.criteria_set.criteria.order_by("position")
        self.fields["criterion"].label_from_instance = lambda criterion: criterion.told("name")


class HandOverForm(forms.Form):
    person = forms.ChoiceField(label=_("From now on IOM writes to"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {person.reference: person for person in people}
        self.fields["person"].choices = [(person.reference, str(person)) for person in people]

    def chosen(self):
        return self.people[self.cleaned_data["person"]]


class UploadForm(forms.Form):
    """A file that is about to come in parts: what it is called and how many bytes it has."""

    name = LineField(max_length=255)
    size = forms.IntegerField(
        min_value=1,
        max_value=LIMIT_BYTES,
        error_messages={
            "min_value": _("The file is empty. Choose another one."),
            "max_value": _("The file has more than 10 MB. Save it smaller, or send it in parts."),
        },
    )


def first_problem(form):
    """For a script, which tells one sentence."""
    return next(str(error) for errors in form.errors.values() for error in errors)
