"""What was done about the systems of partners, in words for the history; read as those of an app are (CHANGE_WORDS)."""

from django.utils.translation import gettext_lazy

VERBS = {
    "client.registered": gettext_lazy("System of a partner registered"),
    "client.described": gettext_lazy("System of a partner described anew"),
    "client.partner_profile_asked": gettext_lazy("Partner profile asked for"),
    "client.partner_profile_given": gettext_lazy("Partner profile given to a system"),
    "client.partner_profile_refused": gettext_lazy("Partner profile not given, or taken away"),
    "client.key_made": gettext_lazy("Key of the API made"),
    "client.key_revoked": gettext_lazy("Key of the API revoked"),
    "proposal.sent": gettext_lazy("Changes proposed by the system of a partner"),
    "client.closed": gettext_lazy("System of a partner shut out"),
    "webhook.added": gettext_lazy("Webhook added"),
    "webhook.changed": gettext_lazy("Webhook changed"),
    "webhook.tried": gettext_lazy("Webhook tried"),
    "webhook.paused": gettext_lazy("Webhook stopped"),
    "webhook.resumed": gettext_lazy("Webhook let go on"),
    "webhook.secret_changed": gettext_lazy("Secret of a webhook changed"),
    "webhook.replayed": gettext_lazy("Message to a webhook sent once more"),
    "webhook.removed": gettext_lazy("Webhook removed"),
    "webhook.disabled": gettext_lazy("Webhook stopped: its receiver does not answer"),
}
KINDS = {"webhook": gettext_lazy("Webhooks"), "client": gettext_lazy("Systems that read the API")}
