"""The parameters of the list of observers."""

from observers.api.serializers import OBSERVER_KINDS, ObserverSerializer
from registry.api import downloads, parameters
from registry.api.fields import fields
from registry.api.organizations import CURSOR

LIST = (
    parameters.day("as_of", "The day to look at; today without it. No later day is answered.", example="2012-10-01"),
    parameters.choice("kind", OBSERVER_KINDS, "Kind of observer; `cso` is the default."),
    parameters.whole_number("limit", 1, 500, 50, "Rows of a page."),
    CURSOR,
    fields(ObserverSerializer),
    *downloads.PARAMETERS,
)
