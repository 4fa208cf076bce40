"""What an enquiry holds of a person is exported with their account, moves with a merge, and is mailed without words."""

import pytest
from django.apps import apps
from django.core import mail

from cmiportal.enquiries.models import Enquiry
from cmiportal.merging.services import merge
from cmiportal.notifications.delivery import deliver_batch
from cmiportal.notifications.models import Notification
from cmiportal.registry import PrivacyTable, find
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import SAID, enquiry
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["enquiry", "enquiry_answer"])
def test_each_table_finds_its_person_and_the_columns_that_an_export_shows(key):
    person = UserFactory()
    enquiry("answered", person=person)
    table = find(PrivacyTable, key)

    (row,) = apps.get_model(table.model).objects.filter(**{table.person: person}).values_list(*table.export)
    assert len(row) == len(table.export)


def test_the_mail_repeats_no_word_of_the_sender_and_the_answer_is_forgotten_once_sent():
    enquiry("answered", name="Buy now at bad.example", message="Buy at bad.example")
    deliver_batch(at=NOW)

    assert [message.to for message in mail.outbox] == [[SAID.email]] * 2
    assert [message for message in mail.outbox if "bad.example" in f"{message.subject} {message.body}"] == []
    assert "On the third of May." in mail.outbox[1].body
    assert Notification.objects.get(kind="enquiry_answered").context == {}


def test_an_enquiry_goes_along_when_two_accounts_become_one():
    leaving, staying = UserFactory(), UserFactory()
    enquiry(person=leaving)

    merge(leaving=leaving, staying=staying, by=UserFactory(admin=True), reason="Both are hers.", at=NOW)

    assert Enquiry.objects.get().person == staying
