"""Who somebody is, from their session: the account with what every page asks about it, in one query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from cmiportal.registry import SessionFact, every

from .models import User


class SessionBackend(AuthenticationBackend):
    """allauth's way in by e-mail address and password."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, unless it may not sign in any more."""
        names = ArraySubquery(Group.objects.filter(user=OuterRef("pk")).values("name"))
        facts = every(SessionFact)
        asked = {f"fact_{fact.key}": fact.expression() for fact in facts}
        user = User.objects.annotate(named=names, **asked).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.group_names = frozenset(user.named)
        for fact in facts:
            fact.keep(user, getattr(user, f"fact_{fact.key}"))
        return user
