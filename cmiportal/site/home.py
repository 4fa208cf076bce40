"""What the home page shows: the catalogue of today in a ladder and figures, the next events, what was published last,
the ways in, and what waits for the person."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.templatetags.static import static
from django.urls import reverse

from cmiportal.registry import WorkQueue, every
from cmiportal.ui.components.words import count_of
from cmiportal.ui.context_processors import Navigation, address, once_for
from cmiportal.waiting import counts_of
from events.models import Event
from events.services.cards import place_of
from insights.models import Article
from insights.services.reading import cards_of
from qualifications.models import Centre, Level, Qualification, UnitVersion

from .navigation import SOCIAL

NEXT_EVENTS = 2
LATEST_ARTICLES = 4
# Words of a way in, and the page by name, or by its words in the main menus.
TILES = (
    ("Students and learners", "Students & Learners"),
    ("Career journey", "insights:career_journey"),
    ("ManagementDirect", "ManagementDirect"),
    ("Apprenticeships", "Management Apprenticeships"),
    ("Qualifications", "qualifications:catalogue_list"),
    ("Chartered Manager", "membership:chartered_home"),
    ("Membership", "membership:grade_list"),
    ("Professional Standard", "Professional Standards"),
    ("Online resources", "insights:resource_list"),
)


def ladder(*, on: date) -> list[dict[str, Any]]:
    """The levels that offer something on that day, highest first, as ``{% ladder %}`` takes them: one query.

    ``role`` is the first two of a level's typical roles, ``focus`` says how many qualifications it ``offers``.
    """
    listed = Qualification.objects.listed(on=on).values("pk")
    levels = Level.objects.annotate(offers=Count("qualifications", filter=Q(qualifications__in=listed)))
    return [
        {
            "level": level.number,
            "role": ", ".join(level.roles.split(", ")[:2]),
            "focus": count_of(level.offers, "qualification,qualifications"),
            "href": reverse("qualifications:level_detail", args=[level.number]),
            "offers": level.offers,
        }
        for level in levels.filter(offers__gt=0).order_by("-number")
    ]


def figures(*, on: date) -> dict[str, int]:
    """How many units have been published, and how many centres may teach on that day: two queries."""
    return {
        "units": UnitVersion.objects.filter(published_at__isnull=False).values("unit").distinct().count(),
        "centres": Centre.objects.filter(approvals__during__contains=on).distinct().count(),
    }


def waiting_for(person: Any) -> list[tuple[WorkQueue, int]]:
    """The queues in which something waits for this person, each with its count."""
    counts = once_for(person, counts_of)
    return [(queue, counts[queue.waiting]) for queue in every(WorkQueue) if counts[queue.waiting]]


def next_events(*, at: datetime) -> list[tuple[Event, str]]:
    """The next events that anybody may find, each with where it is: one query."""
    return [(event, place_of(event)) for event in Event.objects.upcoming(at=at)[:NEXT_EVENTS]]


def latest_articles() -> list[dict[str, str]]:
    """What was published last, as cards: one query."""
    return cards_of(Article.objects.listed().with_text()[:LATEST_ARTICLES])


def tiles(navigation: Navigation) -> list[dict[str, str]]:
    """The ways along a career of which the page is there: ``label`` and ``href``."""
    return [{"label": label, "href": href} for label, page in TILES if (href := href_of(navigation, page))]


def href_of(navigation: Navigation, page: str) -> str:
    """The address of a page by its name or by its words in the main menus; nothing where it is not there."""
    link = navigation.named(page)
    return link.url if link else address(page)


def organization() -> dict[str, Any]:
    """The Institute for search engines, in the words of schema.org (Organization)."""
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Chartered Management Institute",
        "alternateName": "CMI",
        "url": settings.SITE_URL + "/",
        "logo": settings.SITE_URL + static("favicon.svg"),
        "foundingDate": "1947",
        "sameAs": list(SOCIAL.values()),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}/search/?q={{words}}",
            "query-input": "required name=words",
        },
    }
