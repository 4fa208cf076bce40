"""What an applicant for Chartered Manager and their referee do on the walk, and what they see."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from cmiportal.documents.words import count_words
from cmiportal.rules.days import uk_day
from cmiportal.ui.components.words import day
from membership.models import CharteredCriterion
from tests.browser.letters import link_in, mail_to
from tests.browser.people import Person

APPLICANT, APPLICANT_EMAIL = "Zoë Ní Bhriain", "zoe@example.org"
REFEREE_EMAIL = "gwen@example.org"
PAGE = "/chartered-manager/application/"
REFERENCE = "She moved two depots without losing a driver."
SENTENCE = "I led the move of two depots and asked each driver what it would cost them. "


def finds_a_route(visitor: Person) -> None:
    """A few questions without an account: first too little, then the route that is open, which leads to signing in."""
    visitor.opens("/")
    visitor.page.get_by_role("contentinfo").get_by_role("link", name="Chartered Manager", exact=True).click()
    visitor.reads("Chartered Manager")
    visitor.sees("£750 plus VAT", "Leading people, 400 to 800 words")
    visitor.follows("Find your route")
    visitor.types("For how many years have you been a manager?", "2")
    visitor.presses("Show the routes")
    visitor.sees("No route is open to you yet.", "three years short")
    expect(visitor.main.get_by_role("link", name="Apply by this route")).to_have_count(0)
    visitor.types("For how many years have you been a manager?", "6")
    visitor.presses("Show the routes")
    visitor.sees("One route is open to you.", "Open to you, once confirmed")
    visitor.follows("Apply by this route")
    visitor.reads("Sign in")


def begins(applicant: Person) -> None:
    """Signing in leads on to the route that was found; the task list says what is to do, and until when."""
    applicant.reads("Begin an application")
    expect(applicant.main.get_by_label(re.compile("^Full assessment"))).to_be_checked()
    applicant.presses("Begin")
    applicant.is_told("Your application is begun. It is saved as you go.")
    applicant.sees("Eight parts are still to do", day(uk_day(timezone.now(), 365)))


def writes(applicant: Person, *, scripts: bool) -> None:
    """Every statement, the first too short; with scripts it is saved while it is typed, else by the button."""
    for criterion in CharteredCriterion.objects.filter(routes="full"):
        applicant.follows(criterion.title, exact=True)
        applicant.reads(criterion.title)
        text = statement(criterion)
        if criterion.position == 1:
            applicant.types("Your statement", SENTENCE)
            applicant.presses("Save")
            words = count_words(SENTENCE)
            applicant.sees(f"{words} words: {criterion.words_from - words} short of {criterion.words_from}.")
        applicant.types("Your statement", text)
        if scripts and criterion.position == 1:
            expect(applicant.main.locator("[data-draft-said]")).to_have_text(re.compile(r"Last saved \d\d:\d\d\."))
        else:
            applicant.presses("Save")
            applicant.is_told(f"{criterion.title}: saved.")
        applicant.sees(f"{count_words(text)} words, of {criterion.words_from} to {criterion.words_to}.")
        applicant.follows("Back to your application")


def statement(criterion: CharteredCriterion) -> str:
    """As much text as the criterion asks for."""
    return SENTENCE * (criterion.words_from // count_words(SENTENCE) + 1)


def asks_a_referee(applicant: Person) -> None:
    """By e-mail; the applicant's own address is not taken, and what else was typed stays."""
    applicant.follows("Referee", exact=True)
    applicant.types("Your referee’s name", "Gwen Adeyemi")
    applicant.types("Their e-mail address", APPLICANT_EMAIL)
    applicant.presses("Ask them")
    applicant.sees("Enter your referee’s e-mail address, not your own.")
    expect(applicant.field("Your referee’s name")).to_have_value("Gwen Adeyemi")
    applicant.types("Their e-mail address", REFEREE_EMAIL)
    applicant.presses("Ask them")
    applicant.is_told("We have written to Gwen Adeyemi.")


def submits(applicant: Person) -> None:
    """The Code of Conduct, check your answers, then the fee by card: declined once, then paid."""
    applicant.follows("Code of Conduct")
    applicant.main.get_by_label("I keep to the Code of Conduct").check()
    applicant.presses("Save and go back")
    applicant.sees("Everything is there")
    applicant.follows("Check your answers")
    applicant.sees("£750 plus VAT", "Gwen Adeyemi", "which somebody here has to confirm")
    applicant.presses("Submit the application")
    applicant.is_told("Your application is submitted.")
    applicant.sees("£900")
    applicant.opens(PAGE)
    applicant.sees("You pay the fee, now")
    applicant.follows("See the fee and pay")
    for answer in ("Decline the payment", "Pay"):
        applicant.presses("Pay by card")
        applicant.presses(answer)
    applicant.sees("There is nothing left to do")
    applicant.opens(PAGE)
    applicant.sees("There is nothing for you to do", "We check that you are eligible, now", "It is with our team.")


def answers(referee: Person) -> None:
    """The referee opens the link of the message, writes, and finds the link used up."""
    link = link_in(mail_to(REFEREE_EMAIL))
    referee.opens(link)
    referee.reads(f"{APPLICANT} asks you for a reference")
    referee.types("How do you know the applicant?", "I was her line manager.")
    referee.picks("Do you support the application?", "Yes")
    referee.types("What have you seen of their leadership?", REFERENCE)
    referee.presses("Send your reference")
    referee.reads("Thank you")
    assert "Gwen Adeyemi" in mail_to(APPLICANT_EMAIL)
    assert REFERENCE not in mail_to(APPLICANT_EMAIL)


def books(applicant: Person) -> None:
    """Choose a time, then a later one instead; it goes into the calendar."""
    assert "time" in mail_to(APPLICANT_EMAIL)
    applicant.opens(PAGE)
    applicant.sees("You book the professional discussion, now")
    applicant.follows("Choose a time")
    applicant.sees("Europe/London")
    for press, done in (("Book this time", "booked"), ("Move the discussion", "moved")):
        applicant.main.get_by_role("group", name="Which time suits you?").get_by_role("radio").last.check()
        applicant.presses(press)
        applicant.is_told(f"Your discussion is {done}.")
    applicant.sees("How to join: https://meet.example.org/greta")
    file = applicant.saves("Put it into your calendar")
    assert file.suggested_filename.endswith(".ics")
    applicant.opens(PAGE)
    applicant.sees("You talk with your assessor, now", "Professional discussion moved")


def reads_what_is_missing(applicant: Person, missing: str) -> None:
    """Not yet: what is missing and until when; what is met cannot be changed."""
    applicant.opens(PAGE)
    applicant.sees("Something is missing", day(uk_day(timezone.now(), 180)))
    applicant.follows("See what is missing")
    applicant.sees("Leading people: not yet met", missing, "Managing change: met")
    applicant.follows("Go to your application")
    expect(applicant.part("What to change").get_by_role("link", name="Managing change")).to_have_count(0)


def sees_the_award(applicant: Person) -> str:
    """Status, certificate and the register by consent; returns the verification code."""
    assert "Chartered Member" in mail_to(APPLICANT_EMAIL)
    applicant.opens(PAGE)
    applicant.sees("You are a Chartered Member", "Awarded")
    applicant.follows("Your status, certificate and register entry")
    applicant.sees("CMgr MCMI", "You do not stand in the register.")
    assert applicant.saves("Download the certificate").suggested_filename.endswith(".pdf")
    applicant.main.get_by_label("Show me in the public register of Chartered Managers").check()
    applicant.presses("Save")
    applicant.is_told("The register shows your name.")
    return applicant.main.get_by_role("complementary", name="Verification").get_by_role("link").inner_text()


def resigns(applicant: Person) -> None:
    """With membership the status ends the same day."""
    applicant.opens("/membership/mine/")
    applicant.follows("Resign")
    applicant.presses("Resign")
    applicant.opens("/chartered-manager/status/")
    applicant.sees("You do not hold this status now", "The register does not show your name")
