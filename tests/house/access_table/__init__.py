"""Who gets in where: one line for each address of the site. An auditor reads these pages; test_access.py proves them.

Each line gives what a GET and what a POST answers to each kind of visitor. The words of an answer:

    ok      the page, the file, or the act was done
    login   sign in first
    setup   a member of staff who has no second step is led to where she sets it up
    prove   say your password or code again
    away    led to where this visitor belongs
    404     nothing is here, as far as this visitor may know
    403     it exists, but is not for her
    405     nobody looks here; or: nobody acts here
    410     it was here once
"""

from tests.house.access_table import account, api, consultations, inventory, members, observers, public
from tests.house.access_table.visitors import LOOKS, NOT_THERE, ROLES, WITHOUT

__all__ = ["ACCESS", "ALSO", "LOOKS", "NOT_THERE", "READINGS_ARE_NOTED", "ROLES", "WITHOUT"]

# The addresses: (GET, POST)
ACCESS = {
    name: answered
    for part in (public, inventory, members, observers, consultations, account, api)
    for name, answered in part.ACCESS.items()
}

ALSO = api.ALSO

# Who reads these leaves a trace of it in the history, on purpose.
READINGS_ARE_NOTED = {
    "registry:audit-csv",
    "registry:claim-document",
    "registry:organization-contacts",
    "registry:document-file",
    "registry:document-original",
    "registry:own-document-file",
    "observers:review-document",
    "observers:application-document",
    "consultations:recommendation-evidence",
}
