"""The demo's insights: work that waits for the editor, pictures with all their sizes, what people kept."""

from datetime import UTC, datetime

import pytest

from cmiportal.accounts.models import User
from cmiportal.demo import insight_texts as texts
from cmiportal.enquiries.models import Enquiry
from cmiportal.enquiries.workflow import EnquiryState
from cmiportal.registry import WorkQueue, find
from cmiportal.rules.days import uk_day
from insights.models import (
    Article,
    ArticleEvent,
    ArticleVersion,
    Bookmark,
    Campaign,
    Done,
    HighlightsIssue,
    HighlightsReader,
    Picture,
    PictureSize,
)
from insights.rules.pictures import FORMATS
from insights.services import highlights
from insights.services.pictures import faults_of
from insights.workflow import ArticleState
from membership.models import CpdOffer
from tests.demo import portal_of

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 19, 10, 30, tzinfo=UTC)
PIECES = (texts.DRAFT, texts.REVIEW, texts.SCHEDULED, texts.CHANGED, texts.NEWS)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The portal as it is a moment after it was loaded."""
    with portal_of(django_db_blocker, at=NOW):
        yield


def account(name):
    return User.objects.get(email=f"{name}@example.org")


def article(piece):
    return Article.objects.get(slug=piece.slug)


def test_articles_wait_for_the_editor_in_every_state_but_the_archive():
    states = {piece.slug: article(piece).state for piece in PIECES}

    assert states == {
        texts.DRAFT.slug: "draft",
        texts.REVIEW.slug: "review",
        texts.SCHEDULED.slug: "scheduled",
        texts.CHANGED.slug: "published",
        texts.NEWS.slug: "published",
    }
    assert set(Article.objects.values_list("state", flat=True)) == set(ArticleState.values) - {"archived"}
    assert list(find(WorkQueue, "articles_to_review").waiting(account("editor"))) == [article(texts.REVIEW)]


def test_one_appears_tomorrow_at_nine():
    assert article(texts.SCHEDULED).publish_at == datetime(2027, 1, 20, 9, tzinfo=UTC)


def test_one_has_changes_that_readers_do_not_see_yet():
    changed = [row for row in Article.objects.filter(state="published") if row.has_changes]

    assert changed == [article(texts.CHANGED)]
    assert changed[0].shown.standfirst == texts.CHANGED.standfirst
    assert changed[0].latest.standfirst == texts.NEW_STANDFIRST


def test_every_text_of_the_editor_could_be_published():
    bodies = ArticleVersion.objects.filter(written_by=account("editor")).values_list("body", flat=True)

    assert [faults_of(body) for body in bodies] == [[]] * len(bodies)


def test_the_highlights_of_this_week_wait_to_be_approved():
    issue = HighlightsIssue.objects.get(approved_at=None)
    queued = find(WorkQueue, "highlights_to_approve").waiting(account("editor"))

    assert issue.week.isoformat() == "2027-01-18"
    assert list(issue.items.values_list("article__slug", flat=True)) == [texts.NEWS.slug, texts.CHANGED.slug]
    assert [each["title"] for each in highlights.context_of(issue)["articles"]] == [
        texts.NEWS.title,
        texts.CHANGED.title,
    ]
    assert list(queued) == [issue]
    assert HighlightsReader.objects.count() == len(texts.READERS)


def test_five_pictures_have_words_and_every_size():
    assert Picture.objects.count() == 5
    assert set(Picture.objects.values_list("width", "height")) == {(1280, 720)}
    assert not Picture.objects.to_size().exists()
    assert set(Picture.objects.values_list("alternative", flat=True)) == set(texts.ALTERNATIVES.values())
    assert PictureSize.objects.count() == 5 * len(FORMATS) * 4


def test_pictures_stand_above_articles_where_they_were_and_above_a_campaign():
    illustrated = Article.objects.filter(slug__in=texts.ILLUSTRATED).select_related("shown__picture")

    assert {row.slug: row.shown.picture.alternative for row in illustrated} == {
        slug: texts.ALTERNATIVES[key] for slug, key in texts.ILLUSTRATED.items()
    }
    assert {row.has_changes for row in illustrated} == {False}
    assert not illustrated.filter(published_at__gte=datetime(2026, 12, 1, tzinfo=UTC)).exists()
    slug, key = texts.CAMPAIGN
    assert Campaign.objects.get(slug=slug).picture.alternative == texts.ALTERNATIVES[key]


@pytest.mark.parametrize("name", ["member", "learner"])
def test_two_people_keep_resources_and_have_worked_through_some(name):
    kept = Bookmark.objects.filter(person=account(name))
    done = Done.objects.filter(person=account(name))

    assert set(kept.values_list("resource__slug", flat=True)) == set(texts.KEPT[name])
    assert set(done.values_list("resource__slug", flat=True)) == set(texts.DONE[name])


def test_what_the_member_worked_through_is_offered_to_their_record():
    offers = CpdOffer.objects.waiting().filter(person=account("member"), source_key__startswith="resource:")

    assert offers.count() == len(texts.DONE["member"])


def test_enquiries_are_in_every_state_and_one_of_the_press_waits_for_the_editor():
    waiting = find(WorkQueue, "enquiries").waiting(account("editor"))

    assert set(Enquiry.objects.values_list("state", flat=True)) == set(EnquiryState.values)
    assert list(waiting.values_list("kind", flat=True)) == ["media"]


def test_everything_happened_before_the_moment_of_loading():
    theirs = ArticleEvent.objects.filter(article__slug__in=[piece.slug for piece in PIECES])

    assert not theirs.filter(at__gt=NOW).exists()
    assert not Picture.objects.filter(created_at__gt=NOW).exists()
    assert uk_day(article(texts.NEWS).published_at).isoformat() == "2027-01-18"
