"""What somebody keeps of the library and has done is seen by them alone, whatever is kept of pages."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from insights.models import Bookmark, Done
from insights.services.keeping import keep, mark_done
from membership.models import CpdOffer
from tests.factories.accounts import UserFactory
from tests.factories.insights import PlaylistFactory, PlaylistItemFactory, ResourceFactory, TopicFactory, editor
from tests.factories.membership import member
from tests.factories.qualifications import NOW, published_unit
from tests.pages import crawl, text_of

pytestmark = pytest.mark.django_db

BODY = "Say what the meeting is to decide."
LIBRARY = reverse("insights:resource_list")
FOLLOWED = (LIBRARY, "/units/", "/cpd/", "/account/")
# What pages say of one's own marks.
OWN = ("You keep this for later", "Not done after all", "No longer keep", "CPD record?", "Done on ", "2 of 3")


@pytest.fixture
def keeper():
    """A member who keeps everything and has done two of three."""
    person, topic = member(person=UserFactory(name="Wren Holtby")).person, TopicFactory()
    playlist = PlaylistFactory(unit=published_unit("601").unit)
    for position in range(1, 4):
        resource = ResourceFactory(body=BODY, topic=topic)
        PlaylistItemFactory(playlist=playlist, position=position, resource=resource)
        keep(person=person, resource=resource, at=NOW)
        if position < 3:
            mark_done(person=person, resource=resource, at=NOW)
    return person


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def pages_of(client):
    """(address, page) of the library and what lies around it."""
    found = crawl(client, start=LIBRARY, follow=lambda link: link.startswith(FOLLOWED) and "?kind" not in link)
    return {address: text_of(response) for address, response in found if response.status_code == 200}


def told(pages):
    secrets = (*OWN, *(str(offer.pk) for offer in CpdOffer.objects.all()))
    return [(address, secret) for address, text in pages.items() for secret in secrets if secret in text]


def test_the_keeper_alone_sees_what_they_keep(keeper):
    assert told(pages_of(signed_in(keeper)))
    for other in (member().person, UserFactory(), editor()):
        pages = pages_of(signed_in(other))
        assert len(pages) > 8
        assert told(pages) == []
        assert [address for address, text in pages.items() if "Wren Holtby" in text] == []
    assert told(pages_of(Client())) == []


def test_another_s_buttons_and_answers_change_nothing_of_it(keeper):
    other = signed_in(member().person)
    resource, offer = Done.objects.first().resource, CpdOffer.objects.first()

    for name in ("keep", "done"):
        other.post(reverse(f"insights:resource_{name}", args=[resource.slug]), {name: "no"})
    asked = other.get(reverse("membership:cpd_offer_take_up", args=[offer.pk]))

    assert asked.status_code == 404
    assert (Bookmark.objects.filter(person=keeper).count(), Done.objects.filter(person=keeper).count()) == (3, 2)


def test_what_is_kept_of_pages_for_visitors_is_nobody_s_own(keeper, settings):
    settings.VISITORS_PAGES_SECONDS = 300
    cache.clear()
    reader, addresses = signed_in(keeper), [*pages_of(Client())]
    for _ in range(2):
        own = {address: text_of(reader.get(address)) for address in addresses}
        visitors = {address: text_of(Client().get(address)) for address in addresses}

    assert told(visitors) == []
    assert [address for address, text in visitors.items() if BODY in text or "csrfmiddlewaretoken" in text] == []
    assert told(own)
    assert [address for address, text in own.items() if BODY in text]
