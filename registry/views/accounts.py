"""How the sign-in library is tied in: its mails go through the outbox like all others."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language

from registry import actions


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix, email, context):
        """Write the library's mail into the outbox; it carries a link that must not be kept once it was sent."""
        user = context.get("user")
        mail = self.render_mail(template_prefix, email, context)
        actions.post(
            f"account.{template_prefix.rpartition('/')[2]}",
            recipient=user if user and user.pk else None,
            address=email,
            title=mail.subject,
            body=mail.body,
            language=(get_language() or "en")[:2],
            carries_secret=True,
        )
