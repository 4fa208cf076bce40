"""What tests of articles in the admin share: the fields as a browser sends them, and pages."""

from django.urls import reverse

from insights.models import Article

LIST = reverse("admin:insights_article_changelist")
ADD = reverse("admin:insights_article_add")
PREVIEW = reverse("admin:insights_article_preview")
BELOW = {
    f"{inline}-{name}": "0"
    for inline in ("versions", "addresses", "events")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def page(article, name="change"):
    """Where the admin shows an article, or does something else with it."""
    return reverse(f"admin:insights_article_{name}", args=[article.pk])


def words(answer):
    """The page with single blanks."""
    return " ".join(answer.content.decode().split())


def typed(article, **other):
    """What a browser sends of the page of an article as it stands, but for what was typed otherwise."""
    facts = {"slug": article.slug, "kind": article.kind, "topic": article.topic_id, "audience": article.audience}
    facts |= {"series": article.series_id or "", "authors": [author.pk for author in article.authors.all()]}
    text = article.latest
    said = {"title": text.title, "standfirst": text.standfirst, "body": text.body, "number": text.number}
    shown = {f"initial-{name}": value for name, value in facts.items()}
    return {**BELOW, **shown, **facts, **said, "picture": text.picture_id or "", **other}


def new(topic, **other):
    """What a browser sends of a new article."""
    said = {"title": "Leading at night", "standfirst": "For those who work then.", "body": "Say it early."}
    return {**said, "slug": "", "kind": "article", "topic": topic.pk, "audience": "public", **other}


def fresh(article):
    """The article as it now stands."""
    return Article.objects.select_related("latest", "shown").get(pk=article.pk)
