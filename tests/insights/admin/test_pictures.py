"""Pictures in the admin: added, described, found, and where they are used."""

import pytest
from django.urls import reverse

from insights.models import CampaignDefinition, Picture
from tests.factories.accounts import UserFactory
from tests.factories.insights import ArticleFactory, CampaignFactory, editor
from tests.factories.insights_pictures import a_picture, a_sized_picture, photo, photograph
from tests.insights.admin.article_forms import words
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:insights_picture_changelist")
ADD = reverse("admin:insights_picture_add")


@pytest.fixture
def editing(client):
    """Somebody who edits, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


def page(picture, name="change"):
    """Where the admin shows a picture."""
    return reverse(f"admin:insights_picture_{name}", args=[picture.pk])


def test_a_picture_is_added_with_its_words(client, editing):
    answer = client.post(ADD, {"upload": photo(), "alternative": "A desk.", "credit": "Calder Foods"})

    picture = Picture.objects.get()
    assert (answer.url, picture.alternative, picture.credit, picture.width) == (LIST, "A desk.", "Calder Foods", 800)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"alternative": "A desk."}, "Choose a file"),
        ({"upload": photo(), "alternative": ""}, "This field is required."),
        ({"upload": photo(), "alternative": "   "}, "This field is required."),
        ({"upload": photo("a.gif", b"GIF89a" + b"\x00" * 20), "alternative": "A desk."}, "This is a GIF picture."),
    ],
)
def test_what_cannot_be_kept_is_said(sent, said, client, editing):
    if "upload" in sent:
        sent["upload"].seek(0)

    assert said in words(client.post(ADD, sent))
    assert Picture.objects.count() == 0


def test_words_of_a_picture_change_and_its_file_does_not(client, editing):
    picture = a_picture()
    shown = words(client.get(page(picture)))
    assert 'type="file"' not in shown
    assert "800 × 400 points" in shown

    client.post(page(picture), {"alternative": "A chair.", "credit": ""})

    picture.refresh_from_db()
    assert (picture.alternative, picture.credit) == ("A chair.", "")


def test_a_picture_that_is_made_is_shown_and_one_that_is_not_says_so(client, editing):
    made, waits = a_sized_picture(file=photo(content=photograph(700, 350))), a_picture()

    listed = words(client.get(LIST))
    assert f'src="/pictures/{made.pk}/320.jpg" alt="A desk by a window." width="320"' in listed
    assert "Being made" in listed
    assert f'src="/pictures/{made.pk}/700.jpg"' in words(client.get(page(made)))
    assert "Being made: look again in a minute." in words(client.get(page(waits)))


def test_the_list_has_the_line_to_copy(client, editing):
    picture = a_picture(alternative="A [big] desk.")

    assert f"<code>![A \\[big\\] desk.](picture:{picture.pk})</code>" in words(client.get(LIST))


def test_the_page_says_where_the_picture_is_used(client, editing):
    picture = a_picture()
    assert "Nothing yet" in words(client.get(page(picture)))
    article = ArticleFactory(picture=picture)
    CampaignDefinition.objects.create(campaign=CampaignFactory(), term="Class", text=f"![a](picture:{picture.pk})")

    shown = words(client.get(page(picture)))

    assert reverse("admin:insights_article_change", args=[article.pk]) in shown
    assert "campaign definition: Class" in shown
    assert "Nothing yet" not in shown


def test_nobody_else_adds_or_changes_one_and_nobody_deletes_one(client, editing):
    picture = a_picture()
    assert client.get(page(picture, "delete")).status_code == 403
    client.force_login(UserFactory(admin=True))

    assert client.get(ADD).status_code == 403
    assert client.post(page(picture), {"alternative": "A chair."}).status_code == 403


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, editing):
    a_sized_picture(file=photo(content=photograph(320, 160)))
    one = queries_of(client, LIST)
    a_sized_picture(file=photo(content=photograph(320, 160)))
    a_picture()

    assert queries_of(client, LIST) == one
