"""What allauth asks of this project."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own behaviour; the e-mails it writes go through the outbox."""
