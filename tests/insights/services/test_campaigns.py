"""What a campaign points to: shown once anybody may find it."""

from datetime import timedelta

import pytest

from insights.services.campaigns import guidance_of, stories_of
from tests.factories.insights import (
    PUBLISHED_ON,
    ArticleFactory,
    CampaignFactory,
    CampaignGuidanceFactory,
    CampaignStoryFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db


def test_published_articles_are_stories_in_the_order_of_editors():
    campaign = CampaignFactory()
    for position, state in ((3, "published"), (1, "published"), (2, "draft"), (4, "archived")):
        article = ArticleFactory(slug=f"story-{position}", title=f"Story {position}", state=state)
        CampaignStoryFactory(campaign=campaign, article=article, position=position)

    assert stories_of(campaign) == [
        {
            "title": f"Story {position}",
            "href": f"/insights/story-{position}/",
            "text": "What to say when you do not know everything yet.",
            "kind": "Article",
        }
        for position in (1, 3)
    ]


def test_published_resources_are_guidance():
    campaign = CampaignFactory()
    for title, day in (("Shown", PUBLISHED_ON), ("Later", PUBLISHED_ON + timedelta(days=1)), ("Draft", None)):
        resource = ResourceFactory(slug=title.lower(), title=title, published_on=day)
        CampaignGuidanceFactory(campaign=campaign, resource=resource)

    assert guidance_of(campaign, on=PUBLISHED_ON) == [
        {
            "title": "Shown",
            "href": "/resources/shown/",
            "text": "Eight things to do before, during and after it.",
            "kind": "Checklist",
        }
    ]
