"""Forms that were sent, and forms that wait for their writer."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from cmiportal.posts.models import KeptForm, SentPost
from cmiportal.workflow import new_id
from tests.factories.accounts import UserFactory

SENT_AT = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


class SentPostFactory(DjangoModelFactory):
    class Meta:
        model = SentPost

    digest = factory.Sequence(lambda number: f"{number:064x}")
    person = factory.SubFactory(UserFactory)
    location = "/learning/"
    created_at = SENT_AT


class KeptFormFactory(DjangoModelFactory):
    class Meta:
        model = KeptForm

    key = factory.LazyFunction(new_id)
    person = factory.SubFactory(UserFactory)
    path = "/learning/evidence/add/"
    fields = factory.LazyFunction(lambda: [["title", ["Rota review"]], ["text", ["I asked the team.\nThey agreed."]]])
    files = factory.LazyFunction(list)
    created_at = SENT_AT
