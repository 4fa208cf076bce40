"""An administrator sees the portal as somebody else: to read, for a while, written down; attacked from every side."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import InternalError, connection
from django.db.models import F
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from cmiportal.accounts.groups import ADMINISTRATORS, MODERATORS
from cmiportal.accounts.middleware import NOT_OPENED, NOT_SENT, SeeingMiddleware
from cmiportal.accounts.models import SeenAs, User
from cmiportal.accounts.seeing import SESSION_KEY, SeeingRefused, begin_to_see
from cmiportal.notifications.models import Notification
from cmiportal.notifications.services import notify
from cmiportal.posts.models import KeptForm
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.qualifications import CentreStaffFactory
from tests.factories.seats import Corporate
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

ACCOUNT = reverse("accounts:profile_detail")
END = reverse("accounts:see_as_end")


def address(person):
    return reverse("accounts:see_as", args=[person.pk])


@pytest.fixture
def viewer():
    return UserFactory(name="Ada Warden", is_staff=True, groups=[ADMINISTRATORS])


@pytest.fixture
def person():
    return UserFactory(name="Wren Ashgrove")


@pytest.fixture
def own(client, viewer):
    """The administrator, signed in."""
    client.force_login(viewer)
    return client


@pytest.fixture
def seeing(own, person):
    """The administrator, seeing the portal as the person."""
    own.post(address(person), {"reason": "She cannot find her order."})
    return own


def half_an_hour_later():
    """As if what began now had begun half an hour ago."""
    ago = timedelta(minutes=30)
    SeenAs.objects.update(since=F("since") - ago, until=F("until") - ago)


def text(response):
    return " ".join(response.content.decode().split())


def test_it_is_asked_why_and_written_down(own, viewer, person):
    asked = text(own.get(address(person)))
    assert "See the portal as Wren Ashgrove" in asked

    assert "Say why you need to see" in text(own.post(address(person), {"reason": " "}))
    assert own.post(address(person), {"reason": "She cannot find her order."}).headers["Location"] == "/"

    row = SeenAs.objects.get()
    assert (row.viewer, row.person, row.reason) == (viewer, person, "She cannot find her order.")
    assert row.until - row.since == timedelta(minutes=30)


def test_every_page_is_that_of_the_person_with_a_bar_that_says_so(seeing, person, viewer):
    page = text(seeing.get(ACCOUNT))

    assert (person.email in page, viewer.email in page) == (True, False)
    assert "You see what Wren Ashgrove sees" in page
    assert f'action="{END}"' in page


def test_the_way_out_leads_back_to_ones_own_pages(seeing):
    assert seeing.post(END).headers["Location"] == ACCOUNT

    page = text(seeing.get(ACCOUNT))
    assert "Ada Warden" in page
    assert "You see what" not in page


def test_it_ends_by_itself(seeing):
    half_an_hour_later()

    assert seeing.get(ACCOUNT).headers["Location"] == "/"
    assert "Ada Warden" in text(seeing.get(ACCOUNT))


def test_a_form_that_is_sent_when_it_is_over_is_not_sent_as_ones_own(seeing, viewer):
    half_an_hour_later()

    response = seeing.post(reverse("accounts:profile_edit"), {"name": "Other", "time_zone": "Europe/London"})

    assert response.status_code == 403
    assert User.objects.get(pk=viewer.pk).name == "Ada Warden"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", [ACCOUNT, reverse("accounts:profile_edit"), "/accounts/logout/", "/nowhere/", "/admin/"]
)
def test_nothing_is_sent(seeing, person, method, path):
    response = getattr(seeing, method)(path, {"name": "Other"})

    assert response.status_code == 403
    assert NOT_SENT in text(response)
    assert User.objects.get(pk=person.pk).name == "Wren Ashgrove"


def test_a_form_that_was_sent_waits_nowhere(seeing):
    seeing.post(reverse("accounts:profile_edit"), {"name": "Other"})

    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_method_in_a_header_or_a_field_sends_nothing(seeing, person, method):
    headers = {"X-HTTP-Method-Override": method}
    seeing.get(reverse("accounts:profile_edit"), {"_method": method, "name": "Other"}, headers=headers)

    assert User.objects.get(pk=person.pk).name == "Wren Ashgrove"


@pytest.mark.parametrize(
    "path",
    [
        reverse("account_email"),
        reverse("account_change_password"),
        reverse("mfa_index"),
        reverse("mfa_activate_totp"),
        reverse("admin:index"),
        reverse("links:link_open", args=["x"]),
        reverse("notifications:mail_stop", args=["x"]),
        reverse("accounts:kept_form", args=[UUID(int=1)]),
    ],
)
def test_sign_in_second_step_admin_and_links_are_not_shown(seeing, path):
    response = seeing.get(path)

    assert response.status_code == 403
    assert NOT_OPENED in text(response)


def test_messages_are_read_and_stay_unread(seeing, person):
    row = notify(
        kind="account_exists",
        key="k",
        recipient=person,
        context={"path": "/"},
        at=timezone.now(),
    )

    assert seeing.get(reverse("notifications:message_detail", args=[row.message_id])).status_code == 200
    assert Notification.objects.get(pk=row.pk).read_at is None


def test_a_page_that_writes_when_it_is_opened_is_refused_by_the_database(seeing, person, rf):
    def writes(request):
        User.objects.filter(pk=person.pk).update(name="Other")

    response = as_seen(rf, writes)

    assert response.status_code == 403
    assert User.objects.get(pk=person.pk).name == "Wren Ashgrove"


def test_another_error_of_the_database_is_no_refusal(rf):
    def breaks(request):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")

    with pytest.raises(InternalError):
        as_seen(rf, breaks)


def as_seen(rf, view):
    """What a view answers where its request is shown as somebody else."""

    request = rf.get("/")
    request.user, request.resolver_match, request.seen_as = AnonymousUser(), resolve("/"), None
    return SeeingMiddleware(lambda request: None).process_view(request, view, (), {})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"is_staff": True}, "is that of staff"),
        ({"admin": True}, "is that of staff"),
        ({"groups": [MODERATORS]}, "is that of staff"),
        ({"is_active": False}, "This account is closed."),
    ],
)
def test_staff_and_closed_accounts_are_out_of_reach(own, fields, said):
    other = UserFactory(**fields)

    assert said in text(own.get(address(other)))
    assert said in text(own.post(address(other), {"reason": "To look."}))
    assert SESSION_KEY not in own.session
    assert not SeenAs.objects.exists()


def coordinator():
    return CentreStaffFactory(role="coordinator").user


def of_an_organisation():
    return Corporate(seats=0).staff


@pytest.mark.parametrize("entrusted", [coordinator, of_an_organisation])
def test_whose_pages_show_what_belongs_to_others_is_out_of_reach(own, entrusted):
    person = entrusted()
    said = "This person’s pages show what belongs to others, so nobody sees the portal as they do."

    assert said in own.get(address(person)).text
    own.post(address(person), {"reason": "She asked."})
    assert not SeenAs.objects.exists()


def test_nobody_is_seen_as_themselves(own, viewer):
    assert "You see your own pages already." in text(own.get(address(viewer)))


@pytest.mark.parametrize("groups", [[], [MODERATORS]])
def test_only_administrators_see_as_others(client, person, groups):
    other = UserFactory(groups=groups)
    client.force_login(other)

    assert client.get(address(person)).status_code == 404
    assert client.post(address(person), {"reason": "To look."}).status_code == 404
    with pytest.raises(SeeingRefused):
        begin_to_see(viewer=other, person=person, reason="To look.", at=timezone.now())


def test_it_is_never_nested(seeing):
    other = UserFactory()

    assert seeing.get(address(other)).status_code == 404
    assert seeing.post(address(other), {"reason": "To look."}).status_code == 403
    assert SeenAs.objects.count() == 1


def test_who_becomes_staff_meanwhile_is_out_of_reach_at_once(seeing, person):
    person.groups.add(Group.objects.get(name=MODERATORS))

    assert seeing.get(ACCOUNT).headers["Location"] == "/"
    assert SESSION_KEY not in seeing.session


def test_whose_account_is_closed_meanwhile_is_out_of_reach_at_once(seeing, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert seeing.get(ACCOUNT).headers["Location"] == "/"


def test_who_is_no_administrator_any_more_sees_nothing(seeing, viewer):
    viewer.groups.clear()

    assert seeing.get(ACCOUNT).headers["Location"] == "/"


def test_a_record_of_somebody_else_opens_nothing(client, viewer, person):
    row = begin_to_see(viewer=viewer, person=person, reason="To look.", at=timezone.now())
    client.force_login(UserFactory(groups=[ADMINISTRATORS]))

    for key in (str(row.pk), str(UUID(int=1))):
        session = client.session
        session[SESSION_KEY] = key
        session.save()
        assert client.get(ACCOUNT).headers["Location"] == "/"


def test_forms_that_were_open_before_and_after_are_worth_nothing(viewer, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(viewer)
    client.get(address(person))
    before = client.cookies["csrftoken"].value
    client.post(address(person), {"reason": "To look.", "csrfmiddlewaretoken": before})
    client.get(ACCOUNT)
    meanwhile = client.cookies["csrftoken"].value
    client.post(END, {"csrfmiddlewaretoken": meanwhile})

    assert len({before, meanwhile, client.cookies["csrftoken"].value}) == 3
    edit = reverse("accounts:profile_edit")
    sent = {"name": "Other", "time_zone": "Europe/London", "csrfmiddlewaretoken": meanwhile}
    assert client.post(edit, sent).status_code == 403
    assert User.objects.get(pk=viewer.pk).name == "Ada Warden"


def test_the_way_out_is_no_link(seeing):
    assert seeing.get(END).status_code == 405


def test_signing_in_and_the_second_step_of_the_person_are_untouched(seeing, person):
    assert User.objects.get(pk=person.pk).last_login is None
    assert Client().login(email=person.email, password=PASSWORD)


def test_the_person_sees_in_their_account_that_it_happened(seeing, person, client):
    seeing.post(END)
    client.force_login(person)

    page = text(client.get(ACCOUNT))
    assert "Ada Warden" in page
    assert "She cannot find her order." in page


@pytest.mark.parametrize("looks", [1, 3])
def test_the_account_takes_as_many_queries_for_three_looks_as_for_one(client, viewer, person, looks):
    for _ in range(looks):
        begin_to_see(viewer=viewer, person=person, reason="To look.", at=timezone.now())
    client.force_login(person)

    assert queries_of(client, ACCOUNT) == 6


def test_the_admin_lists_who_looked(admin_client, viewer, person):
    begin_to_see(viewer=viewer, person=person, reason="To look.", at=timezone.now())

    page = text(admin_client.get(reverse("admin:accounts_seenas_changelist"), {"q": "ashgrove"}))
    assert "To look." in page
    assert admin_client.get(reverse("admin:accounts_seenas_add")).status_code == 403


@pytest.mark.parametrize("groups", [[], [ADMINISTRATORS]])
def test_the_admin_leads_administrators_to_it(client, person, groups):
    client.force_login(UserFactory(admin=True, groups=groups))

    page = text(client.get(reverse("admin:accounts_user_change", args=[person.pk])))

    assert (address(person) in page) == bool(groups)
