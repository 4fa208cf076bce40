"""The app posts of the ground floor: forms that act once, and forms that outlive a session."""

from django.apps import AppConfig

from cmiportal.registry import register

from . import kinds


class PostsConfig(AppConfig):
    name = "cmiportal.posts"
    label = "posts"

    def ready(self) -> None:
        """Offer the privacy tables, and say what becomes of forms when accounts are merged."""
        register(*kinds.PRIVACY, *kinds.MERGING)
