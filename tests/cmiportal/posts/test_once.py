"""A form acts once, however often it is sent."""

import pytest
from django.urls import reverse

from cmiportal.documents.models import Item
from cmiportal.posts.keys import FIELD, make_key, read_key
from cmiportal.posts.models import KeptForm, SentPost
from cmiportal.posts.once import AGAIN
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.posts import KeptFormFactory
from tests.races import at_once

ADD = reverse("qualifications:item_add")
EVIDENCE = {"kind": "work_product", "title": "Rota review", "text": "I asked the team."}


@pytest.fixture
def person(client):
    """Somebody who is signed in."""
    person = UserFactory()
    client.force_login(person)
    return person


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.django_db
def test_the_form_of_a_page_carries_a_key_for_who_reads_it(client, person):
    page = client.get(ADD).content.decode()
    key = page.partition(f'name="{FIELD}" value="')[2].partition('"')[0]

    assert read_key(key).owner == person.pk


@pytest.mark.django_db
def test_a_form_that_is_sent_twice_acts_once_and_leads_to_the_same_place(client, person):
    form = EVIDENCE | {FIELD: make_key(person)}

    first = client.post(ADD, form)
    second = client.post(ADD, form, follow=True)

    assert (first.status_code, second.redirect_chain) == (302, [(first.url, 302)])
    assert said(second)[-1] == AGAIN
    assert [item.title for item in Item.objects.filter(owner=person)] == ["Rota review"]


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"title": "Rota review, again"}, {"file": upload()}])
def test_a_form_that_was_changed_before_it_was_sent_again_is_another(client, person, change):
    form = EVIDENCE | {FIELD: make_key(person)}

    assert [client.post(ADD, sent).status_code for sent in (form, form | change)] == [302, 302]
    assert Item.objects.filter(owner=person).count() == 2


@pytest.mark.django_db
def test_two_forms_with_the_same_words_are_two_pieces(client, person):
    for _ in range(2):
        client.post(ADD, EVIDENCE | {FIELD: make_key(person)})

    assert Item.objects.filter(owner=person).count() == 2


@pytest.mark.django_db
def test_a_form_that_was_refused_can_be_mended_and_sent_with_its_key(client, person):
    key = make_key(person)

    assert client.post(ADD, EVIDENCE | {"title": "", FIELD: key}).status_code == 200
    assert client.post(ADD, EVIDENCE | {FIELD: key}).status_code == 302
    assert Item.objects.filter(owner=person).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", [{}, {FIELD: "forged"}])
def test_without_a_key_of_ours_each_sending_counts(client, person, key):
    for _ in range(2):
        client.post(ADD, EVIDENCE | key)

    assert Item.objects.filter(owner=person).count() == 2
    assert not SentPost.objects.exists()


@pytest.mark.django_db
def test_a_form_that_somebody_else_opened_in_this_browser_is_not_sent_in_your_name(client, person):
    response = client.post(ADD, EVIDENCE | {FIELD: make_key(UserFactory())})

    assert (response.status_code, Item.objects.count()) == (409, 0)
    assert "You are signed in as somebody else" in response.content.decode()


@pytest.mark.django_db
def test_a_kept_form_that_was_sent_is_kept_no_longer(client, person):
    key = make_key(person)
    KeptFormFactory(key=read_key(key).id, person=person)

    client.post(ADD, EVIDENCE | {FIELD: key})

    assert not KeptForm.objects.exists()


# Fails when the key is looked for and not inserted first: both tabs then add their piece.
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_act_once(client_of):
    person = UserFactory()
    form = EVIDENCE | {FIELD: make_key(person)}

    responses = at_once(person, *[lambda: client_of(person).post(ADD, form)] * 2)

    assert [(response.status_code, response.url) for response in responses] == [
        (302, reverse("qualifications:item_list"))
    ] * 2
    assert Item.objects.filter(owner=person).count() == 1
