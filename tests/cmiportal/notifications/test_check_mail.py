"""The command that sends a test message all the way."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cmiportal.notifications.models import Notification

pytestmark = pytest.mark.django_db


def test_the_test_message_goes_the_way_of_all_others(office, deliver_all):
    said = StringIO()

    for _ in range(2):
        call_command("check_mail", "anna@example.org", by="Noor Haddad", stdout=said)
    deliver_all(Notification.objects.latest("created_at").created_at)

    assert office.recipients == ["anna@example.org"] * 2
    assert "Noor Haddad asked for this test message" in office.letters[0].get_body(("plain",)).get_content()
    assert all(str(row.message_id) in said.getvalue() for row in Notification.objects.all())


def test_an_address_that_is_none_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="'nobody' is no e-mail address"):
        call_command("check_mail", "nobody")
