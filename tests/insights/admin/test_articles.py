"""Articles in the admin: written, previewed, and never over what another editor wrote."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from insights.models import Article, ArticleEvent, ArticleVersion, Picture
from insights.services.articles import change_address, write
from insights.services.articles.writing import ArticleText
from tests.factories.accounts import UserFactory
from tests.factories.insights import (
    IN_STATE,
    ArticleFactory,
    ArticleSeriesFactory,
    AuthorFactory,
    TopicFactory,
    editor,
    version,
)
from tests.factories.insights_pictures import a_picture, a_sized_picture, photo, photograph
from tests.insights.admin.article_forms import ADD, LIST, PREVIEW, fresh, new, page, typed, words
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editing(client):
    """Somebody who edits, signed in."""
    person = editor(is_staff=True)
    client.force_login(person)
    return person


def test_a_new_article_is_a_draft_with_its_first_version_and_an_address_from_its_title(client, editing):
    author, series = AuthorFactory(), ArticleSeriesFactory()

    answer = client.post(ADD, new(TopicFactory(), authors=[author.pk], series=series.pk, audience="members"))

    article = Article.objects.get()
    assert (answer.status_code, answer.url) == (302, LIST)
    assert (article.slug, article.state, article.audience, article.series) == (
        "leading-at-night",
        "draft",
        "members",
        series,
    )
    assert list(article.authors.all()) == [author]
    text = article.latest
    assert (text.number, text.title, text.body, text.written_by) == (1, "Leading at night", "Say it early.", editing)
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.user) == (str(article.pk), editing)


def test_a_changed_text_is_a_version_and_the_same_text_is_none(client, editing):
    article = ArticleFactory(state="draft")

    client.post(page(article), typed(article, body="Say it at once.\r\n\r\nThen listen."))
    assert (fresh(article).latest.number, fresh(article).latest.body) == (2, "Say it at once.\n\nThen listen.")

    client.post(page(article), typed(fresh(article), audience="members"))
    assert (fresh(article).latest.number, fresh(article).audience) == (2, "members")


def test_readers_see_a_changed_text_of_a_published_article_later_and_the_editor_is_told(client, editing):
    article = ArticleFactory()

    answer = client.post(page(article), typed(article, title="Telling a team late"), follow=True)

    assert "Readers still see the text before." in words(answer)
    assert (fresh(article).shown.title, fresh(article).latest.title) == ("Telling a team early", "Telling a team late")


def test_another_address_is_told_to_lead_on_from_the_one_before(client, editing):
    article = ArticleFactory(slug="early")

    answer = client.post(page(article), typed(article, slug="earlier"), follow=True)

    assert "The address early leads on to earlier from now on." in words(answer)
    assert list(article.addresses.values_list("slug", flat=True)) == ["early"]


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("taken", "Another article has this address, or had it."),
        ("before", "Another article has this address, or had it."),
        ("Not An Address", "An address has small letters"),
        ("topics", "The address topics leads to a page of its own."),
    ],
)
def test_an_address_that_cannot_be_had_is_said_and_what_was_typed_stays(slug, said, client, editing):
    ArticleFactory(slug="taken")
    change_address(article=ArticleFactory(slug="before"), slug="after", at=timezone.now())
    article = ArticleFactory(slug="mine")

    answer = client.post(page(article), typed(article, slug=slug, body="Typed."))

    assert said in words(answer)
    assert "Typed.</textarea>" in words(answer)
    assert (fresh(article).slug, fresh(article).latest.number) == ("mine", 1)


def test_what_is_to_be_mended_is_told_of_a_draft_and_refused_of_what_appears_by_itself(client, editing):
    draft, scheduled = ArticleFactory(state="draft"), ArticleFactory(state="scheduled")

    kept = client.post(page(draft), typed(draft, body="# Top"), follow=True)
    refused = client.post(page(scheduled), typed(scheduled, body="# Top"))

    assert "To be mended before it is published: The heading “Top” begins with one #." in words(kept)
    assert "The heading “Top” begins with one #." in words(refused)
    assert (fresh(draft).latest.number, fresh(scheduled).latest.number) == (2, 1)


def test_the_second_of_two_editors_is_told_and_loses_nothing(client, editing):
    article = ArticleFactory(state="draft", body="Say it early.")
    mine = typed(article, body="Say it early, and twice.", kind="news")
    other = editor(name="Wren Ashgrove")
    text = ArticleText("Telling a team early", article.latest.standfirst, "Say it late.")
    write(article=article, values=text, by=other, at=timezone.now(), number=1)

    answer = client.post(page(article), mine)

    shown = words(answer)
    assert "Somebody else saved version 2 of this text while you had it open" in shown
    assert "What version 2 says and what you typed" in shown
    assert "Saved by Wren Ashgrove" in shown
    assert '<del><span class="visually-hidden">[removed: </span>' in shown
    assert "Say it early, and twice.</textarea>" in shown
    assert '<input type="hidden" name="number" value="2"' in shown
    assert fresh(article).latest.number == 2

    client.post(page(article), {**mine, "number": 2})
    row = fresh(article)
    assert (row.latest.number, row.latest.body, row.kind) == (3, "Say it early, and twice.", "news")


def test_of_two_editors_the_second_sees_which_picture_the_first_chose(client, editing):
    article = ArticleFactory(state="draft")
    mine = typed(article, body="Say it early, and twice.")
    text = article.latest
    theirs = ArticleText(text.title, text.standfirst, text.body, a_sized_picture(alternative="A desk by a window."))
    write(article=article, values=theirs, by=editor(), at=timezone.now(), number=1)

    compared = dict(client.post(page(article), mine).context["compared"])

    said = {label: [piece.text.strip() for piece in pieces] for label, pieces in compared.items()}
    assert said["Picture"] == ["A desk by a window.", "No picture"]


def test_two_editors_who_change_different_facts_both_keep_theirs(client, editing):
    article = ArticleFactory(state="draft")
    mine = typed(article, kind="news")
    topic = TopicFactory()
    Article.objects.filter(pk=article.pk).update(topic=topic, audience="members")

    client.post(page(article), mine)

    row = fresh(article)
    assert (row.kind, row.topic, row.audience) == ("news", topic, "members")


def test_the_same_text_saved_by_both_is_no_conflict(client, editing):
    article = ArticleFactory(state="draft")
    mine = typed(article, body="Say it late.")
    version(article, body="Say it late.")

    client.post(page(article), mine)

    assert fresh(article).latest.number == 2


def test_a_form_without_the_version_it_showed_writes_over_nothing(client, editing):
    article = ArticleFactory(state="draft")

    answer = client.post(page(article), typed(article, body="Other.", number=""))

    assert "Somebody else saved version 1" in words(answer)
    assert fresh(article).latest.number == 1


def test_a_picture_comes_along_with_its_words(client, editing):
    article = ArticleFactory(state="draft")

    client.post(page(article), typed(article, upload=photo(), alternative="A desk.", credit="Calder Foods"))

    picture = Picture.objects.get()
    assert (picture.alternative, picture.credit, picture.original.owner) == ("A desk.", "Calder Foods", None)
    assert (fresh(article).latest.number, fresh(article).latest.picture) == (2, picture)


def test_a_picture_without_words_is_not_kept_and_words_without_a_picture_are_asked_about(client, editing):
    article = ArticleFactory(state="draft")

    silent = client.post(page(article), typed(article, upload=photo()))
    alone = client.post(page(article), typed(article, alternative="A desk."))
    wrong = client.post(page(article), typed(article, upload=photo("a.pdf", b"%PDF-1.7\n%%EOF"), alternative="A desk."))

    assert "Say in words what there is to see in the picture" in words(silent)
    assert "Choose the file, or take the words away" in words(alone)
    assert "This is a PDF document. We take PNG and JPEG files." in words(wrong)
    assert (Picture.objects.count(), fresh(article).latest.number) == (0, 1)


def test_a_picture_is_kept_though_something_else_is_to_be_repaired(client, editing):
    article = ArticleFactory(state="draft")

    answer = client.post(page(article), typed(article, title="", upload=photo(), alternative="A desk."))

    picture = Picture.objects.get()
    assert f'<option value="{picture.pk}" selected>A desk.</option>' in words(answer)
    client.post(page(article), typed(article, picture=picture.pk))
    assert (fresh(article).latest.picture, Picture.objects.count()) == (picture, 1)


def test_one_of_the_pictures_that_are_there_is_chosen_however_many_there_are(client, editing, monkeypatch):
    monkeypatch.setattr("insights.forms.pictures.OFFERED", 1)
    old, newest = a_picture(), a_picture()
    article = ArticleFactory(state="draft", picture=old)

    assert [f'value="{each.pk}"' in words(client.get(page(article))) for each in (old, newest)] == [True, True]
    client.post(page(article), typed(article, picture=newest.pk))
    assert fresh(article).latest.picture == newest


def test_the_preview_shows_what_is_typed_and_saves_nothing(client, editing):
    cover, within = a_sized_picture(file=photo(content=photograph(320, 160))), a_picture(alternative="A chair.")
    article = ArticleFactory(state="draft")
    body = f"## Why\n\n**Now.**\n\n![A chair](picture:{within.pk})\n\n# Top"

    answer = client.post(PREVIEW, typed(article, title="Not saved", body=body, picture=cover.pk))

    shown = words(answer)
    assert answer.status_code == 200
    assert "<h1>Not saved</h1>" in shown
    assert '<h2 id="part-why">Why</h2> <p><strong>Now.</strong></p>' in shown
    assert f"/pictures/{cover.pk}/320.jpg" in shown
    assert "Picture: A chair" in shown
    assert "The heading “Top” begins with one #." in shown
    assert "script-src" in answer["Content-Security-Policy"]
    assert (ArticleVersion.objects.count(), Picture.objects.count()) == (1, 2)


def test_the_preview_shows_the_place_of_a_picture_that_comes_along(client, editing):
    sent = new(TopicFactory(), title="", body="", upload=photo(), alternative="A desk.")

    shown = words(client.post(PREVIEW, sent))

    assert "Picture: A desk." in shown
    assert "<h1>Without a title</h1>" in shown
    assert Picture.objects.count() == 0
    assert client.get(PREVIEW).url == LIST


@pytest.mark.parametrize("address", [PREVIEW, ADD])
def test_who_is_no_editor_writes_and_previews_nothing(address, client):
    client.force_login(UserFactory(admin=True))

    assert client.post(address, {"title": "a"}).status_code == 403


@pytest.mark.parametrize("state", IN_STATE)
def test_who_may_see_but_not_write_sees_what_there_is(state, client):
    article = IN_STATE[state]()
    client.force_login(UserFactory(admin=True))

    shown = words(client.get(page(article)))

    assert "Telling a team early, version 1" in shown
    assert "Preview in a new tab" not in shown
    assert "Versions</a>" not in shown


def test_nothing_is_deleted(client, editing):
    article = ArticleFactory(state="draft")

    assert client.post(page(article, "delete"), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in words(client.get(LIST))


def test_the_page_shows_versions_former_addresses_and_moves(client, editing):
    article = ArticleFactory(slug="early")
    change_address(article=article, slug="earlier", at=timezone.now())

    shown = words(client.get(page(article)))

    assert "Telling a team early" in shown
    assert "early" in shown
    assert "appear" in shown
    assert reverse("admin:insights_picture_changelist") in shown
    assert f"{article.get_absolute_url()[:-8]}" in shown


def test_the_list_says_state_topic_audience_and_when(client, editing):
    version(ArticleFactory(title="One", topic=TopicFactory(title="Change")), title="One, anew")
    ArticleFactory(state="scheduled", title="Two", audience="members")

    shown = words(client.get(LIST))

    assert "One, anew" in shown
    assert "Published, changes wait" in shown
    assert "Scheduled" in shown
    assert "Members and registered learners" in shown


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?q=two", {"Two"}),
        ("?state=draft", {"Three"}),
        ("?appears=month", set()),
        ("?appears=soon", {"Two"}),
        ("?appears=never", {"Two", "Three"}),
        ("?changes=wait", {"One, anew"}),
        ("?changes=none", {"Two", "Three"}),
        ("", {"One, anew", "Two", "Three"}),
    ],
)
def test_the_list_is_narrowed(query, titles, client, editing):
    version(ArticleFactory(title="One"), title="One, anew")
    ArticleFactory(state="scheduled", title="Two")
    ArticleFactory(state="draft", title="Three")

    found = client.get(LIST + query).context["cl"].result_list

    assert {article.latest.title for article in found} == titles


def test_the_list_leaves_as_a_file(client, editing):
    ArticleFactory(title="=One", state="draft", slug="one")

    content = client.post(
        LIST, {"action": "export_csv", "_selected_action": [str(Article.objects.get().pk)]}
    ).content.decode()

    heads, line = content.strip().splitlines()
    assert heads.lstrip("\ufeff").startswith("latest title,slug,state,kind,topic title")
    assert line.startswith("'=One,one,draft,article")


def test_lists_take_as_many_queries_for_three_as_for_one(client, editing):
    ArticleFactory()
    one = queries_of(client, LIST)
    ArticleFactory(state="draft")
    ArticleFactory(state="archived")

    assert queries_of(client, LIST) == one


def test_what_became_of_an_article_is_said_in_words(client, editing):
    client.post(ADD, new(TopicFactory()))
    article = Article.objects.get()
    client.post(page(article, "submit"), {"moves": article.moves})

    [shown] = [
        each for each in client.get(page(article)).context["inline_admin_formsets"] if each.opts.model is ArticleEvent
    ]

    rows = [(shown.opts.what(row), shown.opts.before(row), shown.opts.after(row)) for row in article.events.all()]
    assert sorted(rows) == [("Begun", "", "Draft"), ("Send to review", "Draft", "In review")]
