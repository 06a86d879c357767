"""What the command line needs besides: somebody to act as, and a look that keeps nothing."""

from registry.actions.imports.check import count, counts_of
from registry.actions.imports.judge import judge
from registry.actions.imports.reading import guess_day, guess_source, read_file
from registry.models import ImportProfile, User

# An address that can never receive mail, for an account that can never sign in.
COMMAND_LINE = "command-line@registry.invalid"


def command_line_user():
    """In whose name a command acts when nobody is named: the history then says so."""
    user = User.objects.filter(email=COMMAND_LINE).first()
    return user or User.objects.create_user(COMMAND_LINE, name="Command line", is_active=False)


def dry_run_import(path, *, file_name, source="", sheet="", country=None, observed_on=None, language="en"):
    """Counts as a batch has them; nothing is written. Raises Unreadable."""
    source = source or guess_source(file_name)
    profile = ImportProfile.objects.filter(name=source).first()
    reading = read_file(
        path, sheet=sheet, columns=profile.columns if profile else None, country=country, file_name=file_name
    )
    counted = {}
    for rows in judge(
        reading.folded, source=source, observed_on=observed_on or guess_day(file_name), language=language
    ):
        count(rows, counted)
    return counts_of(reading.folded, counted)
