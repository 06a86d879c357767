"""An invented watch list, written by code in the form of the Security Council's, so that its pages have something."""

from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from django.utils import timezone

from registry.actions.screening import load_watch_list, screen
from registry.models import ListKey

# (number, name, aliases, country): the first plainly is an organization of the demonstration, the second looks so.
ENTRIES = [
    ("INVe.001", "FOND MEDNYI KOLOKOL", ["Copper Bell Relief Fund"], "Kyrgyzstan"),
    ("INVe.002", "NUBE CLARA TRADING COMPANY", ["Fundación Nube Clara"], "Panama"),
    ("INVe.003", "UMBRELLA LIFTING BRIGADE", ["Paraguas Arriba"], "Chad"),
    ("INVe.004", "QUIET ANVIL SHIPPING", [], "Kenya"),
    ("INVe.005", "RELIEF FOUNDATION FOR NOBODY", ["Charity of None"], "Tunisia"),
]
REMARK = "Invented for the demonstration. Nobody of this name is on any list."


def add_watch_list(*, by):
    """Load it by the verb that loads real ones, and compare the demonstration with it."""
    now = timezone.now().isoformat()
    entities = "".join(_entity(*entry) for entry in ENTRIES)
    text = (
        f'<CONSOLIDATED_LIST dateGenerated="{now}"><INDIVIDUALS></INDIVIDUALS>'
        f"<ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>"
    )
    load_watch_list(ContentFile(text.encode(), name="invented-list.xml"), key=ListKey.DEMO, by=by)
    screen(by="demonstration")


def _entity(number, name, aliases, country):
    told = "".join(
        f"<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>{escape(alias)}</ALIAS_NAME></ENTITY_ALIAS>"
        for alias in aliases
    )
    return (
        f"<ENTITY><FIRST_NAME>{escape(name)}</FIRST_NAME><UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>{number}</REFERENCE_NUMBER><LISTED_ON>2020-01-31</LISTED_ON>"
        f"<COMMENTS1>{REMARK}</COMMENTS1>{told}"
        f"<ENTITY_ADDRESS><COUNTRY>{country}</COUNTRY></ENTITY_ADDRESS></ENTITY>"
    )
