"""Short ways of an application in a browser: not yet, an appeal, another time for the discussion, a stale judgement."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cmiportal.rules.days import uk_day
from cmiportal.ui.components.words import day, moment
from membership.models import CriterionJudgement
from membership.services.assessing import discussions
from tests.browser import steps_of_applicants as applies
from tests.browser import steps_of_judges as others
from tests.browser.letters import mail_to
from tests.browser.people import Person
from tests.factories.chartered import Desk, assessor, moderator

pytestmark = pytest.mark.slow

MISSING = "Say what leading people changed."


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture(autouse=True)
def kept(settings, live_server, tmp_path):
    settings.SITE_URL, settings.MEDIA_ROOT = live_server.url, tmp_path / "files"


@pytest.fixture
def at_a_browser(new_context, live_server):
    """Somebody signed in at a browser of their own; in the end nothing may have gone wrong in any of them."""
    found = []

    def enter(user):
        found.append(person := Person(new_context().new_page(), live_server.url))
        person.signs_in(user)
        return person

    yield enter
    assert [trouble for person in found for trouble in person.troubles] == []


def desk(**fields):
    """An application of today, with its assessor."""
    return Desk(at=timezone.now(), **fields).allocated()


def test_what_is_missing_is_added_and_judged_again(at_a_browser):
    made = desk().not_yet()
    applicant = at_a_browser(made.person)
    applies.reads_what_is_missing(applicant, MISSING)
    applicant.follows("Leading people")
    applicant.sees(MISSING)
    applicant.types("Your statement", "It went wrong at first, and I asked why.")
    applicant.presses("Save")
    applicant.follows("Back to your application")
    applicant.follows("Check your answers and submit again")
    applicant.presses("Submit again")
    applicant.is_told("Your application is submitted.")
    applicant.sees("Your assessor judges each criterion, now", "Submitted again")

    judge = at_a_browser(made.assessor)
    others.opens_the_file(judge, made.person.name)
    judge.follows("Go to the criteria")
    judge.sees("Met in an earlier attempt, and stays met")
    judge.follows("Go on")
    judge.sees("It went wrong at first, and I asked why.", MISSING)
    judge.picks("Is it met?", "Met")
    judge.presses("Save, go to the summary")
    others.recommends(judge, "Award")

    second = at_a_browser(made.second)
    second.opens(others.DESK + "moderation/")
    second.follows(made.person.name)
    second.follows("Moderate")
    second.presses("Award the status")
    second.is_told("The status is awarded, and the applicant is told.")
    assert "Chartered Member" in mail_to(made.person.email)


def test_an_appeal_goes_to_somebody_new_and_then_to_a_new_assessor(at_a_browser):
    made = desk().declined()
    applicant = at_a_browser(made.person)
    applicant.opens(applies.PAGE)
    applicant.follows("See why")
    applicant.sees("Too little.", day(uk_day(timezone.now(), 60)))
    applicant.follows("Appeal against the outcome")
    applicant.types("Why do you appeal?", "Nobody looked at the evidence that I named.")
    applicant.presses("Appeal")
    applicant.is_told("We have your appeal.")
    applicant.sees("It is being looked at", day(uk_day(timezone.now(), 40)))

    second = at_a_browser(made.second)
    second.opens(others.DESK + "appeals/")
    second.sees("No appeal waits for you.")

    newcomer = assessor(name="Olwen Tregaskis")
    judge = at_a_browser(moderator(name="Ines Marlow"))
    judge.opens("/")
    judge.follows("Appeals of applications")
    judge.follows(made.person.name)
    expect(judge.main).not_to_contain_text("Nobody looked at the evidence")
    judge.main.get_by_label(others.DECLARATION).check()
    judge.presses("Declare and open the appeal")
    judge.sees("Nobody looked at the evidence that I named.", "Too little.", MISSING)
    judge.types("Why does the outcome not stand?", "The evidence was not opened.")
    judge.presses("Uphold the appeal")
    judge.is_told("Upheld. The application waits for an assessor who is new to it.")

    applicant.opens("/chartered-manager/appeal/")
    applicant.sees("Upheld", "The evidence was not opened.")
    applicant.opens(applies.PAGE)
    applicant.sees("Opened again after an appeal", "We choose an assessor who does not know you, now")
    allocator = at_a_browser(made.moderator)
    allocator.opens(others.DESK + "allocation/")
    allocator.follows(made.person.name)
    allocator.follows("Allocate")
    group = allocator.main.get_by_role("group", name="Who assesses it?")
    expect(group.get_by_role("radio")).to_have_count(1)
    allocator.picks("Who assesses it?", newcomer.name)
    allocator.presses("Allocate")
    allocator.is_told("is allocated, and the assessor is told.")


def test_a_discussion_is_booked_in_the_own_time_zone_moved_and_cancelled(at_a_browser):
    made = desk(has_discussion=True)
    made.person.time_zone = "Asia/Tokyo"
    made.person.save()
    starts = [(made.at + timedelta(days=days)).replace(minute=0, second=0, microsecond=0) for days in (7, 8)]
    made.offered(*starts)
    first, later = [one.astimezone(ZoneInfo(made.person.time_zone)) for one in starts]
    applicant = at_a_browser(made.person)
    applicant.opens(applies.PAGE)
    applicant.follows("Choose a time")
    applicant.sees("Times are shown in your time zone, Asia/Tokyo")
    applicant.picks("Which time suits you?", f"{first:%A %-d %B %Y, %H:%M} JST")
    applicant.presses("Book this time")
    applicant.is_told("Your discussion is booked.")
    sequences = [calendar(applicant)]

    applicant.picks("Which time suits you?", f"{later:%A %-d %B %Y, %H:%M} JST")
    applicant.presses("Move the discussion")
    applicant.is_told("Your discussion is moved.")
    applicant.sees(f"{later:%A %-d %B %Y, %H:%M} JST")
    sequences.append(calendar(applicant))
    assert f"{later:%A %-d %B %Y, %H:%M}" in mail_to(made.person.email)

    applicant.main.get_by_text("Cancel the discussion").first.click()
    applicant.presses("Cancel the discussion")
    applicant.is_told("Your discussion is cancelled.")
    expect(applicant.main.get_by_role("group", name="Which time suits you?").get_by_role("radio")).to_have_count(2)
    assert sequences == ["SEQUENCE:0", "SEQUENCE:2"]
    assert "cancelled" in mail_to(made.assessor.email)


def calendar(applicant):
    """The line of the calendar file that says how often the discussion was changed."""
    content = Path(applicant.saves("Put it into your calendar").path()).read_text()
    return next(line for line in content.splitlines() if line.startswith("SEQUENCE"))


def test_of_two_who_want_one_time_the_second_is_told(at_a_browser):
    made = desk(has_discussion=True)
    rival = Desk(has_discussion=True, at=made.at)
    rival.assessor = made.assessor
    rival.allocated()
    taken, _free = made.offered(made.at + timedelta(days=7), made.at + timedelta(days=8))
    applicant = at_a_browser(made.person)
    applicant.opens(reverse("membership:discussion_detail"))
    discussions.book(application=rival.row, slot=taken, by=rival.person, at=timezone.now())
    applicant.picks("Which time suits you?", moment(timezone.localtime(taken.during.lower)))
    applicant.presses("Book this time")

    applicant.sees("Somebody has just taken this time. Choose another one")
    expect(applicant.main.get_by_role("group", name="Which time suits you?").get_by_role("radio")).to_have_count(1)
    applicant.main.get_by_role("radio").check()
    applicant.presses("Book this time")
    applicant.is_told("Your discussion is booked.")


def test_a_judgement_of_another_tab_is_kept_beside_what_is_typed(at_a_browser, live_server):
    made = desk()
    judge = at_a_browser(made.assessor)
    address = reverse("membership:desk_judge", args=[made.row.pk, "leading_people"])
    judge.opens(address)
    other_tab = Person(judge.page.context.new_page(), live_server.url)
    other_tab.opens(address)
    other_tab.picks("Is it met?", "Not yet met")
    other_tab.types("Feedback to the applicant", MISSING)
    other_tab.presses("Save")
    other_tab.is_told("Leading people: saved")
    judge.picks("Is it met?", "Met")
    judge.types("Feedback to the applicant", "It is told on the second page.")
    judge.presses("Save")

    judge.sees("It is told on the second page.", within=judge.part("Yours, not saved"))
    judge.sees(MISSING, within=judge.part("Stored"))
    judge.presses("Save yours")
    judge.is_told("Leading people: saved")
    assert CriterionJudgement.objects.get().feedback == "It is told on the second page."
    assert all(trouble.startswith(("409 ", "Failed to load resource")) for trouble in judge.troubles)
    judge.troubles.clear()
