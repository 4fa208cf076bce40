"""Where a picture is used, and whether readers see it there."""

import pytest

from insights.models import CampaignDefinition
from insights.services.picture_uses import is_shown, uses_of
from insights.workflow import ArticleState
from tests.factories.insights import (
    PUBLISHED_ON,
    ArticleFactory,
    ArticleSeriesFactory,
    AuthorFactory,
    CampaignFactory,
    PageFactory,
    PictureFactory,
    PlaylistFactory,
    ReportFactory,
    ResourceFactory,
    TopicFactory,
    version,
)

pytestmark = pytest.mark.django_db


def line(picture):
    """What shows the picture in a text."""
    return f"Here:\n\n![A desk](picture:{str(picture.pk).upper()})"


@pytest.mark.parametrize("state", ArticleState.values)
@pytest.mark.parametrize("within", [True, False])
def test_a_picture_of_an_article_is_shown_once_readers_may_open_it(state, within):
    picture = PictureFactory()
    article = ArticleFactory(state=state, **({"body": line(picture)} if within else {"picture": picture}))

    assert is_shown(picture.pk, on=PUBLISHED_ON) is (state in ("published", "archived"))
    assert uses_of(picture) == [article]


def test_a_picture_of_a_text_that_readers_do_not_see_yet_or_any_more_is_not_shown():
    before, after = PictureFactory(), PictureFactory()
    article = ArticleFactory(picture=before)
    version(article, picture=after)

    assert [is_shown(picture.pk, on=PUBLISHED_ON) for picture in (before, after)] == [True, False]
    assert (uses_of(before), uses_of(after)) == ([article], [article])


@pytest.mark.parametrize(
    ("make", "column", "draft"),
    [
        *((CampaignFactory, column, {"published_on": None}) for column in ("aim", "why", "at_work")),
        (ReportFactory, "body", {"published_on": None}),
        (ResourceFactory, "body", {"published_on": None}),
        (PageFactory, "body", {"is_published": False}),
        (PlaylistFactory, "text", {"is_published": False}),
    ],
)
def test_a_picture_of_anything_else_is_shown_once_that_is_published(make, column, draft):
    picture, other = PictureFactory(), PictureFactory()
    shown = make(**{column: line(picture)})
    kept = make(**{column: line(other)}, **draft)

    assert [is_shown(each.pk, on=PUBLISHED_ON) for each in (picture, other)] == [True, False]
    assert (uses_of(picture), uses_of(other)) == ([shown], [kept])


@pytest.mark.parametrize("make", [CampaignFactory, ReportFactory])
def test_the_picture_of_a_campaign_or_report_is_shown_from_its_day_on(make):
    picture = PictureFactory()
    row = make(picture=picture)

    assert is_shown(picture.pk, on=PUBLISHED_ON)
    assert not is_shown(picture.pk, on=PUBLISHED_ON.replace(day=1))
    assert uses_of(picture) == [row]


def test_a_picture_in_a_definition_is_shown_with_its_campaign():
    picture, other = PictureFactory(), PictureFactory()
    shown = CampaignDefinition.objects.create(campaign=CampaignFactory(), term="Class", text=line(picture))
    CampaignDefinition.objects.create(campaign=CampaignFactory(published_on=None), term="Class", text=line(other))

    assert [is_shown(each.pk, on=PUBLISHED_ON) for each in (picture, other)] == [True, False]
    assert uses_of(picture) == [shown]


@pytest.mark.parametrize(
    ("make", "column"), [(TopicFactory, "topic"), (ArticleSeriesFactory, "series"), (AuthorFactory, "authors")]
)
def test_a_picture_of_a_heading_is_shown_once_an_article_leads_there(make, column):
    picture = PictureFactory()
    row = make(text=line(picture))
    assert not is_shown(picture.pk, on=PUBLISHED_ON)

    ArticleFactory(**{column: [row] if column == "authors" else row})

    assert is_shown(picture.pk, on=PUBLISHED_ON)
    assert uses_of(picture) == [row]


def test_a_picture_that_nothing_uses_is_not_shown_and_the_answer_takes_one_query(django_assert_num_queries):
    picture = PictureFactory()
    ArticleFactory(body="No picture:0193a1b2 here.")

    with django_assert_num_queries(1):
        assert not is_shown(picture.pk, on=PUBLISHED_ON)
    assert uses_of(picture) == []
