"""Pictures as browsers get them: for a year where readers may see them, to editors alone while nobody may."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.insights import ArticleFactory, editor
from tests.factories.insights_pictures import a_sized_picture, bytes_of, photo, photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    """A small picture with its sizes, which nothing shows yet."""
    return a_sized_picture(file=photo(content=photograph(320, 160)))


def address(picture, width=320, format="jpg"):
    """Where a size is."""
    return reverse("insights:picture", args=[picture.pk, width, format])


def ask(client, address, **headers):
    """The answer, and what was sent: reading it to its end closes the file behind it."""
    response = client.get(address, headers=headers)
    return response, b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("format", "media_type"), [("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")]
)
def test_a_picture_of_a_published_article_is_sent_to_anybody_for_a_year(format, media_type, client, picture):
    ArticleFactory(picture=picture)

    response, content = ask(client, address(picture, format=format))

    assert response.status_code == 200
    assert content == bytes_of(picture.sizes.get(format=format))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (media_type, "nosniff")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert int(response["Content-Length"]) == picture.sizes.get(format=format).file.size
    assert not response.cookies


def test_a_browser_that_has_it_is_told_so(client, picture):
    ArticleFactory(picture=picture)
    etag = ask(client, address(picture))[0]["ETag"]

    again, content = ask(client, address(picture), **{"If-None-Match": etag})

    assert (again.status_code, again["ETag"], content) == (304, etag, b"")
    assert again["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("who", [None, UserFactory])
def test_a_picture_that_only_a_draft_uses_is_not_there_for_others(who, client, picture):
    ArticleFactory(state="draft", picture=picture)
    if who:
        client.force_login(who())

    assert client.get(address(picture)).status_code == 404


def test_editors_see_pictures_of_drafts_and_no_cache_keeps_them(client, picture):
    client.force_login(editor())

    response, _ = ask(client, address(picture))

    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize(("width", "format"), [(640, "jpg"), (320, "png"), (0, "jpg")])
def test_a_size_that_is_not_made_is_not_there(width, format, client, picture):
    ArticleFactory(picture=picture)

    assert client.get(address(picture, width, format)).status_code == 404


def test_a_size_that_lost_its_bytes_is_not_there_and_is_told_in_the_log(client, picture, caplog):
    ArticleFactory(picture=picture)
    default_storage.delete(picture.sizes.get(format="jpg").file.storage_key)

    assert client.get(address(picture)).status_code == 404
    assert "has lost the bytes of its size" in caplog.text


def test_a_picture_takes_two_queries_for_visitors(client, picture, django_assert_num_queries):
    ArticleFactory(picture=picture)
    ask(client, address(picture))

    with django_assert_num_queries(2):
        ask(client, address(picture))


def test_only_what_is_asked_for_is_answered(client, picture):
    ArticleFactory(picture=picture)

    assert client.post(address(picture)).status_code == 405
