"""From the list of articles to an article, its campaign and the report to download; a page by its contents; by axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from insights.models import CampaignDefinition, CampaignQuote
from tests.browser.people import Person, saved
from tests.browser.test_axe_pages import faults
from tests.browser.test_effort import Keyboard
from tests.factories.insights import (
    ArticleFactory,
    CampaignFactory,
    CampaignGuidanceFactory,
    CampaignStoryFactory,
    PageFactory,
    ReportFactory,
    TopicFactory,
)
from tests.factories.insights_pictures import a_sized_picture

ARTICLES = reverse("insights:article_list")
PARTS = ("Members", "The board", "Committees", "What you can see")
LONG = "\n\n".join(f"## {part}\n\n" + "Those who decide say why.\n\n" * 12 for part in PARTS)


@pytest.fixture(autouse=True)
def campaign(db):
    """A campaign with a picture and everything that one can have; its story, its report, and a long page."""
    topic, picture = TopicFactory(title="Inclusion"), a_sized_picture()
    report = ReportFactory(title="Time for all", slug="time-for-all", topic=topic, picture=picture)
    row = CampaignFactory(
        title="Everyone leads", topic=topic, report=report, picture=picture, contact="fair@example.org"
    )
    CampaignDefinition.objects.create(campaign=row, term="Background", text="Where *one* comes from.")
    CampaignQuote.objects.create(
        campaign=row, text="Nobody had asked.", name="Ewa", role="Leader", link="/events/", link_label="See events"
    )
    CampaignStoryFactory(campaign=row, article=ArticleFactory(title="Asked at last", slug="asked", topic=topic))
    CampaignGuidanceFactory(campaign=row)
    CampaignFactory(title="Another one")
    PageFactory(path="about/governance", title="Governance", body=LONG)
    PageFactory(path="about/charter", title="Charter")
    return row


def test_a_reader_goes_from_the_list_by_article_and_campaign_to_the_report(page, live_server, tmp_path, size):
    reader = Person(page, live_server.url)
    reader.opens(ARTICLES)
    reader.follows("Asked at last")
    reader.reads("Asked at last")
    reader.follows("Everyone leads")
    reader.sees("What we want to find out", "Background", "Nobody had asked.", "Other campaigns")
    expect(reader.main.get_by_role("img", name="A desk by a window.")).to_be_visible()
    reader.follows("Read the report")
    reader.reads("Time for all")
    expect(reader.main.get_by_role("img", name="A desk by a window.")).to_be_visible()

    file = saved(reader.saves("Download the report"), tmp_path)

    assert (file.name, file.read_bytes()[:5]) == ("time-for-all.pdf", b"%PDF-")
    assert reader.troubles == []


def test_the_contents_of_a_long_page_lead_to_its_parts_by_keyboard(page, live_server, size):
    reader = Keyboard(page, f"{live_server.url}/about/governance/")
    contents = page.get_by_role("main").get_by_role("link")
    reader.reaches(contents.filter(has_text="What you can see"))
    reader.presses("Enter")

    expect(page.get_by_role("heading", name="What you can see", exact=True)).to_be_in_viewport()
    assert page.url.endswith("/about/governance/#part-what-you-can-see")
    with page.expect_navigation():
        reader.reaches(page.get_by_role("main").get_by_role("link", name="Charter"))
        reader.presses("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Charter")


@pytest.mark.slow
@pytest.mark.parametrize("size", ["desk"])  # faults() looks at both
class TestOpenToAll:
    """Each page by a reader's rules, light and dark, in both sizes."""

    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        """axe is a script of the test's own, which the policy would refuse."""
        return {**browser_context_args, "bypass_csp": True}

    def test_articles_campaigns_reports_and_pages(self, page, live_server, campaign, size):
        found = {}
        for address in (
            *(ARTICLES, "/insights/asked/", "/insights/topics/", campaign.topic.get_absolute_url()),
            *(reverse("insights:campaign_list"), campaign.get_absolute_url()),
            *(reverse("insights:report_list"), campaign.report.get_absolute_url()),
            *("/about/governance/", "/about/charter/"),
        ):
            page.goto(live_server.url + address)
            found[address] = faults(page)

        assert {address: fault for address, fault in found.items() if fault} == {}
