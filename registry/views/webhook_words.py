"""What came of an attempt to tell a receiver, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from registry.exporters import webhooks

_WHY = {
    webhooks.OK: pgettext_lazy("message to a webhook", "Arrived"),
    webhooks.ADDRESS: gettext_lazy("The address is none of the web any more. Correct it."),
    webhooks.INSIDE: gettext_lazy("The name leads to an address inside a network, and was not asked."),
    webhooks.REDIRECT: gettext_lazy("The receiver sent us elsewhere. Write the address to which it leads."),
    webhooks.ANSWER: gettext_lazy("The receiver did not take it."),
    webhooks.UNREACHABLE: gettext_lazy("The receiver could not be reached, or did not answer in time."),
}


def attempt(told):
    """One attempt of the log, and how long it took."""
    why, answered = str(_WHY[told["reason"]]), told["status"]
    if not answered:
        return why
    return _("%(why)s It answered %(status)s within %(seconds)s s.") % {
        "why": why if why.endswith(".") else f"{why}.",
        "status": answered,
        "seconds": f"{told['milliseconds'] / 1000:.2f}",
    }
