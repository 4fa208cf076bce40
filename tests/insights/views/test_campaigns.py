"""Campaigns: listed in their order, and shown with all their parts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.rules.days import uk_day
from insights.models import Campaign, CampaignDefinition, CampaignQuote
from tests.factories.accounts import UserFactory
from tests.factories.insights import (
    CampaignFactory,
    CampaignGuidanceFactory,
    CampaignStoryFactory,
    ReportFactory,
    editor,
)
from tests.factories.insights_pictures import a_sized_picture

pytestmark = pytest.mark.django_db

LIST = reverse("insights:campaign_list")


def whole(count=1, **fields):
    """A campaign with so many of each part."""
    campaign = CampaignFactory(report=ReportFactory(title="Time for all", kind="paper"), **fields)
    for number in range(count):
        CampaignDefinition.objects.create(campaign=campaign, term=f"Word {number}", text="What *it* means.")
        CampaignQuote.objects.create(
            campaign=campaign,
            text="Nobody had asked me.",
            name="Ewa Lindqvist",
            role="Team leader, Calder Foods",
            link="/education/apprenticeships/",
            link_label="See apprenticeships",
        )
        CampaignStoryFactory(campaign=campaign, position=number)
        CampaignGuidanceFactory(campaign=campaign, position=number)
        CampaignFactory()
    return campaign


def test_campaigns_are_listed_in_their_order_from_their_day_on(client):
    for title, position in (("Second", 2), ("First", 1)):
        CampaignFactory(title=title, position=position)
    CampaignFactory(title="Draft", published_on=None)

    assert [row.title for row in client.get(LIST).context["campaigns"]] == ["First", "Second"]


def test_without_a_campaign_the_list_leads_to_research(client):
    assert "No campaign is running at the moment." in client.get(LIST).text


def test_a_campaign_is_shown_with_all_its_parts_in_order(client):
    campaign = whole(contact="fair@example.org", at_work_title="Fairness at work")

    page = client.get(campaign.get_absolute_url()).text

    parts = [
        "Where people come from should not decide where they get to.",
        "To find out what holds people back.",
        "Word 0",
        "What <em>it</em> means.",
        "Talent is everywhere and chances are not.",
        "Fairness at work",
        "Read the discussion paper",
        "Telling a team early",
        "Eight things to do before, during and after it.",
        "Nobody had asked me.",
        "Ewa Lindqvist",
        "See apprenticeships",
        "mailto:fair@example.org",
        "Other campaigns",
    ]
    found = [page.index(part) for part in parts]
    assert found == sorted(found)


def test_a_bare_campaign_has_no_empty_parts(client):
    full = client.get(whole().get_absolute_url()).text
    Campaign.objects.all().delete()
    bare = client.get(CampaignFactory().get_absolute_url()).text

    for heading in ("What the words mean", "Stories", "Guidance for managers", "Voices", "Other campaigns"):
        assert (f"{heading}</h2>" in full, f"{heading}</h2>" in bare) == (True, False)


def test_pictures_are_shown_in_each_of_its_texts(client):
    line = f"![A desk](picture:{a_sized_picture().pk})"
    campaign = CampaignFactory(aim=line, why=line, at_work=line)
    CampaignDefinition.objects.create(campaign=campaign, term="Desk", text=line)

    assert client.get(campaign.get_absolute_url()).text.count("<picture>") == 4


def test_a_report_that_is_not_published_is_not_pointed_to(client):
    report = ReportFactory()
    campaign = CampaignFactory(report=report)
    assert "Read the report" in client.get(campaign.get_absolute_url()).text

    report.published_on = uk_day(timezone.now()) + timedelta(days=1)
    report.save()

    page = client.get(campaign.get_absolute_url()).text
    assert "Read the report" not in page
    assert report.title not in page


def test_a_draft_is_there_for_editors_alone(client):
    draft = CampaignFactory(published_on=None)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(UserFactory())
    assert client.get(draft.get_absolute_url()).status_code == 404

    client.force_login(editor())

    assert "Only editors see this campaign." in client.get(draft.get_absolute_url()).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query_however_long(client, django_assert_num_queries, count):
    CampaignFactory.create_batch(count)

    with django_assert_num_queries(1):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_a_campaign_takes_six_queries_however_much_it_points_to(client, django_assert_num_queries, count):
    campaign = whole(count)

    with django_assert_num_queries(6):
        client.get(campaign.get_absolute_url())


def test_the_picture_stands_above_the_words_with_whose_it_is(client):
    picture = a_sized_picture(alternative="A desk by a window.", credit="Calder Foods")
    campaign = CampaignFactory(picture=picture)

    page = client.get(campaign.get_absolute_url()).text

    assert 'alt="A desk by a window."' in page
    assert "Picture: Calder Foods" in page
    assert page.index("<picture>") < page.index("To find out what")
    assert f"/pictures/{picture.pk}/800.jpg" in page[: page.index("</head>")]


@pytest.mark.parametrize("count", [1, 3])
def test_pictures_take_two_queries_more_however_many(client, django_assert_num_queries, count):
    shown = [a_sized_picture() for _ in range(count)]
    body = "\n\n".join(f"![A desk](picture:{picture.pk})" for picture in shown)
    campaign = CampaignFactory(picture=a_sized_picture(), why=body)

    with django_assert_num_queries(8):
        page = client.get(campaign.get_absolute_url()).text
    assert page.count("<picture>") == count + 1
