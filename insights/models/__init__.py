"""The tables of insights, one file per noun."""

from .articles import Article, ArticleAddress, ArticleEvent, ArticleVersion
from .audience import Audience
from .campaigns import Campaign, CampaignDefinition, CampaignGuidance, CampaignQuote, CampaignStory
from .headings import ArticleSeries, Author, Topic
from .highlights import HighlightsIssue, HighlightsItem, HighlightsReader
from .pages import Page, PageAddress
from .pictures import Picture, PictureSize
from .reports import Report, ReportDownloads
from .resources import Bookmark, Done, Playlist, PlaylistItem, Resource

__all__ = [
    "Article",
    "ArticleAddress",
    "ArticleEvent",
    "ArticleSeries",
    "ArticleVersion",
    "Audience",
    "Author",
    "Bookmark",
    "Campaign",
    "CampaignDefinition",
    "CampaignGuidance",
    "CampaignQuote",
    "CampaignStory",
    "Done",
    "HighlightsIssue",
    "HighlightsItem",
    "HighlightsReader",
    "Page",
    "PageAddress",
    "Picture",
    "PictureSize",
    "Playlist",
    "PlaylistItem",
    "Report",
    "ReportDownloads",
    "Resource",
    "Topic",
]
