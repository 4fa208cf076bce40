"""What the Institute's people and anybody else do on an applicant's walk, and what they see."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from playwright.sync_api import expect

from cmiportal.rules.days import uk_day
from membership.models import Slot
from tests.browser.letters import mail_to
from tests.browser.people import Person
from tests.browser.steps_of_applicants import APPLICANT, REFERENCE, SENTENCE

JOINING = "https://meet.example.org/greta"
DESK = "/chartered-manager/desk/"
DECLARATION = "I do not know the applicant, and I have no interest in the outcome"


def confirms(moderator: Person) -> None:
    """No rule can prove what is claimed, so a person looks at it and says why it stands."""
    assert APPLICANT in mail_to("ines@example.org")
    moderator.opens("/")
    moderator.follows("Eligibility to check")
    moderator.follows(APPLICANT)
    moderator.sees("Fellgate Logistics", "which somebody here has to confirm")
    moderator.types("Why are they eligible?", "The employer confirmed the posts by telephone.")
    moderator.presses("Confirm")
    moderator.is_told("eligible. It waits for an assessor.")


def allocates(moderator: Person) -> None:
    """To one of the assessors; the moderator does not read the file."""
    moderator.opens("/")
    moderator.follows("Applications to allocate")
    moderator.follows(APPLICANT)
    moderator.sees("open to those alone who assess and moderate the application")
    expect(moderator.main).not_to_contain_text(SENTENCE.strip())
    moderator.follows("Allocate")
    moderator.picks("Who assesses it?", "Greta Halloran")
    moderator.presses("Allocate")
    moderator.is_told("is allocated, and the assessor is told.")


def declares(assessor: Person) -> None:
    """The file is shut until the assessor has declared."""
    assert APPLICANT in mail_to("greta@example.org")
    opens_the_file(assessor)
    assessor.sees("The file opens once you have declared.")
    expect(assessor.main).not_to_contain_text(SENTENCE.strip())
    assessor.follows("Go to the declaration")
    assessor.presses("Declare and open the file")
    assessor.sees("Tick the box to declare that you have no conflict of interest")
    assessor.main.get_by_label(DECLARATION).check()
    assessor.presses("Declare and open the file")
    assessor.is_told("Thank you. The file is open to you.")
    assessor.sees(SENTENCE.strip())


def opens_the_file(person: Person, applicant: str = APPLICANT) -> None:
    """From the desk, where it is the only one."""
    person.opens(DESK)
    person.follows(applicant)


def offers_times(assessor: Person) -> None:
    """Not today, which is too soon for an applicant to answer; then two in a week."""
    opens_the_file(assessor)
    assessor.follows("Your times")
    offers(assessor, 0, "08:00")
    assessor.sees("Offer times that begin in more than 24 hours")
    offers(assessor, 7, "10:00", "14:30")
    assessor.is_told("Two times are offered.")


def offers(assessor: Person, days: int, *times: str) -> None:
    """Fill in the form for a day so many days from now."""
    on = uk_day(timezone.now(), days)
    for part, value in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        assessor.types(part, str(value))
    group = assessor.main.get_by_role("group", name="When can a discussion begin?")
    for one in group.get_by_role("checkbox", checked=True).all():
        one.uncheck()
    for one in times:
        group.get_by_label(one, exact=True).check()
    assessor.types("How does the applicant join?", JOINING)
    assessor.presses("Offer these times")


def a_week_passes() -> None:
    """Nobody clicks meanwhile: the time that was booked is an hour ago."""
    begun = timezone.now() - timedelta(hours=1)
    slot = Slot.objects.get(discussions__cancelled_at=None)
    slot.during = DateTimeTZRange(begun, begun + timedelta(minutes=60))
    slot.save(update_fields=["during"])


def holds_the_discussion(assessor: Person) -> None:
    """It took place, and the criteria are open to be judged."""
    opens_the_file(assessor)
    assessor.follows("Mark as held, or cancel")
    assessor.presses("It took place")
    assessor.is_told("Marked as held. Now judge each criterion.")


def judges(assessor: Person, *titles: str) -> None:
    """Criterion by criterion; what is not yet met needs words. Then a recommendation, with a reason."""
    opens_the_file(assessor)
    assessor.follows("Go to the criteria")
    assessor.follows("Go on")
    for title in titles:
        assessor.reads(title)
        assessor.sees(SENTENCE.strip())
        if title == titles[0]:
            assessor.picks("Is it met?", "Not yet met")
            assessor.presses("Save")
            assessor.sees("Say what is missing and what would meet it")
        assessor.picks("Is it met?", "Met")
        assessor.presses("Save, go to the summary" if title == titles[-1] else "Save, go on")
        assessor.is_told(f"{title}: saved")
    recommends(assessor, "Award")


def recommends(assessor: Person, advice: str) -> None:
    """What the assessor would decide, in words for the moderator."""
    assessor.picks("What do you recommend?", advice)
    assessor.types("In a few words, why?", "As judged on each criterion.")
    assessor.presses("Send to moderation")
    assessor.is_told("Sent to moderation.")


def takes_the_moderation(moderator: Person) -> None:
    """A second person, with a declaration of their own, reads the file, the reference and what is recommended."""
    moderator.opens(f"{DESK}moderation/")
    moderator.follows(APPLICANT)
    moderator.follows("Moderate")
    moderator.main.get_by_label(DECLARATION).check()
    moderator.presses("Declare and open the file")
    moderator.sees("The assessor recommends", "As judged on each criterion.", SENTENCE.strip())


def awards(moderator: Person) -> None:
    """Every criterion is met."""
    takes_the_moderation(moderator)
    moderator.sees(REFERENCE)
    moderator.presses("Award the status")
    moderator.is_told("The status is awarded, and the applicant is told.")


def looks_up(anybody: Person, typed: str, *sentences: str) -> None:
    """Search the register, from the foot of any page."""
    anybody.opens("/")
    anybody.page.get_by_role("contentinfo").get_by_role("link", name="Register of Chartered Managers").click()
    anybody.reads("Register of Chartered Managers")
    anybody.types("Name", typed)
    anybody.presses("Search")
    anybody.sees(*sentences)


def verifies(anybody: Person, code: str, *sentences: str) -> None:
    """Type the code of a certificate."""
    anybody.opens("/chartered-manager/verify/")
    anybody.types("Verification code", code.lower().replace("-", " "))
    anybody.presses("Verify")
    anybody.sees(*sentences)
