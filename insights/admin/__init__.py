"""The admin of this app, one file per noun; a file registers its models when it is imported."""

from . import articles, campaigns, headings, highlights, pages, pictures, reports, resources

__all__ = ["articles", "campaigns", "headings", "highlights", "pages", "pictures", "reports", "resources"]
