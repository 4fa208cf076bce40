"""For each rule that the database keeps of what editors write, a statement that breaks it, and no other.

Written for the rows of ``everything``.
"""

from datetime import date

from insights.models import Bookmark, CampaignQuote, Done, ReportDownloads
from tests.breaking import change, moves_of, other, repeat
from tests.factories.accounts import UserFactory
from tests.factories.insights import (
    ArticleFactory,
    CampaignFactory,
    CampaignGuidanceFactory,
    CampaignStoryFactory,
    HighlightsIssueFactory,
    HighlightsItemFactory,
    PageFactory,
    PictureSizeFactory,
    PlaylistItemFactory,
    ReportFactory,
    ResourceFactory,
    version,
)
from tests.factories.links import LinkFactory
from tests.factories.qualifications import NOW

SOMEBODY = other("accounts.User", "id")
DRAFT, PUBLISHED = "state = 'draft'", "state = 'published'"
FIRST_OF_DRAFT = f"number = 1 AND article_id IN (SELECT id FROM insights_article WHERE {DRAFT})"


def everything() -> None:
    """A row of each table at least; of articles a draft of two texts and one that is published."""
    LinkFactory()
    person, resource = UserFactory(), ResourceFactory()
    version(ArticleFactory(state="draft"), title="Telling a team on time")
    ArticleFactory()
    PictureSizeFactory()
    PageFactory()
    ReportDownloads.objects.create(report=ReportFactory(), day=date(2026, 11, 2))
    CampaignQuote.objects.create(campaign=CampaignFactory(), text="It can be done.", name="Ada Byron", role="Engineer")
    for each in (CampaignStoryFactory, CampaignGuidanceFactory, PlaylistItemFactory):
        each()
    Bookmark.objects.create(person=person, resource=resource, since=NOW)
    Done.objects.create(person=person, resource=resource, at=NOW)
    HighlightsItemFactory(issue=HighlightsIssueFactory())


ARTICLES = {
    "article_state": change("insights.Article", DRAFT, state="'lost'"),
    "article_kind": change("insights.Article", kind="'seance'"),
    "article_audience": change("insights.Article", audience="'nobody'"),
    "article_read_has_text_and_date": change("insights.Article", PUBLISHED, published_at="NULL"),
    "article_scheduled_has_moment": change("insights.Article", DRAFT, publish_at="now()"),
    "article_state_is_last_event": change("insights.Article", DRAFT, moves="moves + 1"),
    "article_shows_its_own_text": change(
        "insights.Article", PUBLISHED, shown_id=other("insights.ArticleVersion", "id", "number = 2")
    ),
    "article_works_on_its_own_text": change(
        "insights.Article",
        PUBLISHED,
        latest_id=other("insights.ArticleVersion", "id", FIRST_OF_DRAFT),
    ),
    "article_version_once": repeat("insights.ArticleVersion"),
    "article_version_counts_from_one": change("insights.ArticleVersion", "number = 1", number="0"),
    "article_version_has_text": change("insights.ArticleVersion", body="''"),
}
PICTURES = {
    "picture_has_alternative": change("insights.Picture", alternative="''"),
    "picture_has_points": change("insights.Picture", width="0"),
    "picture_size_format": change("insights.PictureSize", format="'gif'"),
    "picture_size_has_points": change("insights.PictureSize", height="0"),
    "picture_size_once": repeat("insights.PictureSize"),
}
OTHERS = {
    "page_has_text": change("insights.Page", title="''"),
    "page_in_menu_has_label": change("insights.Page", menu="'about'"),
    "report_kind": change("insights.Report", kind="'seance'"),
    "report_has_text": change("insights.Report", standfirst="''"),
    "report_downloads_once_a_day": repeat("insights.ReportDownloads"),
    "campaign_has_text": change("insights.Campaign", aim="''"),
    "campaign_quote_link_has_words": change("insights.CampaignQuote", link="'/membership/'"),
    "campaign_story_once": repeat("insights.CampaignStory"),
    "campaign_guidance_once": repeat("insights.CampaignGuidance"),
}
LIBRARY = {
    "resource_kind": change("insights.Resource", kind="'seance'"),
    "resource_has_text": change("insights.Resource", summary="''"),
    "resource_levels": change("insights.Resource", levels="'{1}'"),
    "resource_takes_time": change("insights.Resource", minutes="0"),
    "playlist_item_once": repeat("insights.PlaylistItem"),
    "bookmark_once": repeat("insights.Bookmark"),
    "done_once": repeat("insights.Done"),
}
HIGHLIGHTS = {
    "highlights_week_begins_on_monday": change("insights.HighlightsIssue", week="week + 1"),
    "highlights_approved": change("insights.HighlightsIssue", sent_at="now()"),
    "highlights_approved_for_a_moment": change("insights.HighlightsIssue", approved_at="now()"),
    "highlights_item_once": repeat("insights.HighlightsItem"),
}
STATEMENTS = {
    **ARTICLES,
    **PICTURES,
    **OTHERS,
    **LIBRARY,
    **HIGHLIGHTS,
    **moves_of("insights.Article", somebody=SOMEBODY),
}
