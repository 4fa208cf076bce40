"""Reports: listed by kind and topic, read, and downloaded, which is counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.documents import storing
from cmiportal.rules.days import uk_day
from insights.models import ReportDownloads
from insights.services.reports import keep_file
from tests.factories.accounts import UserFactory
from tests.factories.documents import upload
from tests.factories.insights import CampaignFactory, ReportFactory, TopicFactory, editor
from tests.factories.insights_pictures import a_sized_picture
from tests.factories.qualifications import NOW
from tests.insights.services.test_reports import PDF

pytestmark = pytest.mark.django_db

LIST = reverse("insights:report_list")


def today():
    return uk_day(timezone.now())


def download(client, report, **headers):
    return client.get(reverse("insights:report_download", args=[report.slug]), headers=headers)


def titles(client, **query):
    return [report.title for report in client.get(LIST, query).context["reports"]]


def counted():
    return list(ReportDownloads.objects.values_list("count", flat=True))


def test_what_is_published_is_listed_the_latest_first(client):
    for title, days in (("First", 9), ("Second", 0), ("Later", -1)):
        ReportFactory(title=title, published_on=today() - timedelta(days=days))
    ReportFactory(title="Draft", published_on=None)

    assert titles(client) == ["Second", "First"]


def test_the_list_is_narrowed_by_links_to_a_kind_or_a_topic(client):
    people, change = TopicFactory(title="People"), TopicFactory(title="Change")
    ReportFactory(title="Survey of people", kind="survey", topic=people)
    ReportFactory(title="Report on people", topic=people)
    ReportFactory(title="Report on change", topic=change)

    page = client.get(LIST)

    assert [link["label"] for link in page.context["kind_links"]] == ["All kinds", "Reports", "Surveys"]
    assert [link["label"] for link in page.context["topic_links"]] == ["All topics", "Change", "People"]
    assert titles(client, kind="survey") == ["Survey of people"]
    assert titles(client, kind="report", topic=people.pk) == ["Report on people"]


def test_where_nothing_is_left_the_list_says_what_to_let_go_of(client):
    people, change = TopicFactory(), TopicFactory()
    ReportFactory(kind="survey", topic=people)
    ReportFactory(topic=change)

    assert "Without the topic" in client.get(LIST, {"kind": "survey", "topic": change.pk}).text
    assert "Without the kind" in client.get(LIST, {"kind": "survey", "topic": change.pk}).text


def test_without_any_report_the_list_leads_on(client):
    assert reverse("pages:page_detail", args=["community/research-participation"]) in client.get(LIST).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_four_queries_however_long(client, django_assert_num_queries, count):
    ReportFactory.create_batch(count)

    with django_assert_num_queries(4):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_takes_two_queries_however_many_campaigns_point_to_it(client, django_assert_num_queries, count):
    report = ReportFactory()
    CampaignFactory.create_batch(count, report=report)

    with django_assert_num_queries(2):
        page = client.get(report.get_absolute_url())
    assert len(page.context["report"].campaigns.all()) == count


def test_a_report_says_what_it_is_and_what_is_downloaded(client):
    report = ReportFactory(body="## What we found\n\nTime.", kind="survey", pages=12)

    page = client.get(report.get_absolute_url()).text

    for words in ("What we found</h2>", "Survey", "5 October 2026", "12 pages", "PDF"):
        assert words in page
    report.file = keep_file(upload=upload("managers.pdf", PDF + b" " * 1200 + b"%%EOF"), at=NOW)
    report.save()
    assert "PDF, 2 kB" in client.get(report.get_absolute_url()).text


def test_a_report_is_there_from_its_day_on_and_for_editors_before(client):
    later, draft = ReportFactory(published_on=today() + timedelta(days=1)), ReportFactory(published_on=None)
    for person in (None, UserFactory()):
        if person:
            client.force_login(person)
        for report in (later, draft):
            assert client.get(report.get_absolute_url()).status_code == 404
            assert download(client, report).status_code == 404

    client.force_login(editor())

    assert "Only editors see this report." in client.get(draft.get_absolute_url()).text
    assert download(client, later).status_code == 200


def test_a_report_without_a_file_is_downloaded_as_typeset(client):
    report = ReportFactory(slug="time")

    answer = download(client, report)

    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="time.pdf"'


def test_the_file_of_a_report_is_downloaded_by_anybody(client):
    report = ReportFactory(file=keep_file(upload=upload("managers.pdf", PDF), at=NOW))

    answer = download(client, report)

    assert b"".join(answer.streaming_content) == PDF
    assert 'filename="managers.pdf"' in answer.headers["Content-Disposition"]


def test_each_download_counts_however_pages_are_kept(client, settings):
    settings.VISITORS_PAGES_SECONDS = 300
    report = ReportFactory()

    for _ in range(3):
        download(client, report)

    assert counted() == [3]


def test_what_is_only_looked_at_ahead_does_not_count(client):
    report = ReportFactory()

    client.head(reverse("insights:report_download", args=[report.slug]))
    download(client, report, **{"Sec-Purpose": "prefetch;prerender"})
    download(client, report, Purpose="prefetch")

    assert counted() == []


def test_a_file_that_is_lost_is_said_so_and_not_counted(client):
    report = ReportFactory(file=keep_file(upload=upload("managers.pdf", PDF), at=NOW))
    storing.remove(report.file.storage_key)

    assert (download(client, report).status_code, counted()) == (404, [])


def test_the_picture_stands_above_the_words_with_whose_it_is(client):
    picture = a_sized_picture(alternative="A desk by a window.", credit="Calder Foods")
    report = ReportFactory(picture=picture)

    page = client.get(report.get_absolute_url()).text

    assert 'alt="A desk by a window."' in page
    assert "Picture: Calder Foods" in page
    assert page.index("<picture>") < page.index("We asked managers")
    assert f"/pictures/{picture.pk}/800.jpg" in page[: page.index("</head>")]


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_take_two_queries_more_however_many(client, django_assert_num_queries, count):
    shown = [a_sized_picture() for _ in range(count)]
    body = "\n\n".join(f"![A desk](picture:{picture.pk})" for picture in shown)
    report = ReportFactory(picture=a_sized_picture(), body=body)

    with django_assert_num_queries(4):
        page = client.get(report.get_absolute_url()).text
    assert page.count("<picture>") == count + 1
