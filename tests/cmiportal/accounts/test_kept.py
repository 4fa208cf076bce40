"""A session that ended takes nothing with it that somebody had typed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmiportal.documents.models import Item
from cmiportal.posts.keys import FIELD, make_key
from cmiportal.posts.models import KeptForm
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.posts import KeptFormFactory

pytestmark = pytest.mark.django_db
ADD = reverse("qualifications:item_add")
EVIDENCE = {"kind": "work_product", "title": "Rota review", "text": "I asked <the> team.\r\nThey agreed."}


def page_of(kept):
    return reverse("accounts:kept_form", args=[kept.pk])


def sent_without_session(client, person, **more):
    """The form of a page that was opened before the session ended; the kept form."""
    response = client.post(ADD, EVIDENCE | {FIELD: make_key(person)} | more)
    kept = KeptForm.objects.get()
    assert response.url == f"{reverse('account_login')}?next={page_of(kept)}"
    return kept


def hidden_fields(response):
    """The form that the page sends, as a browser would."""
    context = response.context
    return {FIELD: context["post_key"], **dict(context["kept"].fields)}


def test_a_form_sent_without_a_session_waits_behind_the_sign_in_page_and_is_sent_from_there(client):
    person = UserFactory()
    kept = sent_without_session(client, person)
    assert "You were signed out before your form arrived" in client.get(reverse("account_login")).content.decode()

    client.force_login(person)
    page = client.get(page_of(kept))
    assert "I asked &lt;the&gt; team." in page.content.decode()
    assert client.post(kept.path, hidden_fields(page)).url == reverse("qualifications:item_list")

    assert [item.title for item in Item.objects.filter(owner=person)] == ["Rota review"]
    assert not KeptForm.objects.exists()


def test_a_file_that_came_with_it_is_named_so_that_it_can_be_chosen_again(client):
    person = UserFactory()
    kept = sent_without_session(client, person, file=upload("notes.pdf"))
    client.force_login(person)

    assert "notes.pdf" in client.get(page_of(kept)).content.decode()


def test_nobody_else_sees_it_nor_lets_it_go(client):
    kept = KeptFormFactory(created_at=timezone.now())
    client.force_login(UserFactory())

    assert (client.get(page_of(kept)).status_code, client.post(page_of(kept)).status_code) == (404, 404)
    assert KeptForm.objects.get() == kept


def test_its_writer_can_let_it_go_and_comes_to_the_page(client):
    kept = KeptFormFactory(created_at=timezone.now())
    client.force_login(kept.person)

    assert client.post(page_of(kept)).url == kept.path
    assert not KeptForm.objects.exists()


def test_it_is_gone_when_its_time_is_over(client):
    kept = KeptFormFactory()
    client.force_login(kept.person)

    assert client.get(page_of(kept)).status_code == 404


def test_a_visitor_whose_form_carries_no_key_comes_back_to_the_page(client):
    response = client.post(ADD, EVIDENCE)

    assert response.url == f"{reverse('account_login')}?next={ADD}"
    assert not KeptForm.objects.exists()


def test_a_part_that_a_page_asks_for_by_itself_leads_the_whole_page_to_sign_in(client):
    response = client.get(ADD, headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == f"{reverse('account_login')}?next={ADD}"


def test_an_address_for_some_people_keeps_a_form_too(client):
    person = UserFactory()
    desk = reverse("qualifications:submission_allocate", args=["01938a3c-5c3e-7000-8000-000000000000"])

    client.post(desk, {"note": "words", FIELD: make_key(person)})

    assert KeptForm.objects.get().path == desk


@pytest.fixture
def strict():
    """A browser whose forms have lost their token."""
    return Client(enforce_csrf_checks=True)


def test_a_form_whose_token_is_of_an_earlier_visit_is_kept_for_its_writer(strict):
    person = UserFactory()
    strict.force_login(person)

    response = strict.post(ADD, EVIDENCE | {FIELD: make_key(person)})

    assert response.url == page_of(KeptForm.objects.get())
    assert not Item.objects.exists()


def test_without_a_session_it_is_kept_behind_the_sign_in_page(strict):
    person = UserFactory()

    response = strict.post(ADD, EVIDENCE | {FIELD: make_key(person)})

    assert response.url == f"{reverse('account_login')}?next={page_of(KeptForm.objects.get())}"


@pytest.mark.parametrize("whose", ["nobody", "somebody else"])
def test_a_form_of_another_site_is_refused_and_nothing_is_shown_to_the_person(strict, whose):
    strict.force_login(UserFactory())
    key = {} if whose == "nobody" else {FIELD: make_key(UserFactory())}

    response = strict.post(ADD, EVIDENCE | key)

    assert (response.status_code, Item.objects.count()) == (403, 0)
    assert "This form has waited too long" in response.content.decode()
