"""What line manager, centre, Institute and anybody else do on the walk, and what they see."""

from tests.browser.letters import CENTRE, CERTIFICATE, CODES, LEARNER, MISSING, link_in, mail_to
from tests.browser.people import Person


def approves(line_manager: Person) -> None:
    """The line manager opens the link of the message, approves, and finds the link used up."""
    letter = mail_to("maud@example.org")
    line_manager.opens(link_in(letter))
    line_manager.reads(f"{LEARNER} asks you to approve a place")
    line_manager.sees(CERTIFICATE, CENTRE)
    line_manager.picks("Do you approve the place?", "Yes, I approve it")
    line_manager.presses("Send your answer")
    line_manager.reads("Thank you")
    line_manager.sees(f"{CENTRE} registers them next")


def registers(coordinator: Person) -> None:
    """The coordinator finds the approved place counted and first, and registers it."""
    assert LEARNER in mail_to("joan@example.org")
    coordinator.opens("/")
    coordinator.sees("Learners to register")
    coordinator.opens("/centre/")
    coordinator.sees("One learner waits for you to register them.")
    coordinator.follows(LEARNER)
    coordinator.sees("27 March 1990", "Maud Thornley, Fellgate Logistics")
    coordinator.presses("Register")
    coordinator.is_told(f"{LEARNER} is registered.")


def allocates(coordinator: Person) -> None:
    """Two people; who is offered is not the learner."""
    coordinator.opens("/")
    coordinator.follows("Work to allocate")
    coordinator.follows(LEARNER)
    coordinator.follows("Allocate")
    coordinator.picks("Who marks it?", "Tobias Fenwick")
    coordinator.picks("Who verifies it?", "Ruth Adeyemi")
    coordinator.presses("Allocate")
    coordinator.is_told("Allocated: Tobias Fenwick marks, Ruth Adeyemi verifies.")


def opens_the_work(person: Person) -> None:
    """From the queue, where it is the only piece."""
    person.opens("/desk/")
    person.follows(LEARNER)


def marks(assessor: Person) -> None:
    """Criterion by criterion; one is not yet met, which is not taken without saying what is missing."""
    assert "is with you for marking" in mail_to("tobias@example.org")
    opens_the_work(assessor)
    assessor.follows("Mark 1.1")
    assessor.sees("I told people the date before I had asked")
    for code in CODES:
        assessor.reads(f"Criterion {code}")
        assessor.picks(f"Is criterion {code} met?", "Not yet met" if code == "2.1" else "Met")
        if code == "2.1":
            assessor.presses("Save")
            assessor.sees("Say what is missing and what would meet it")
            assessor.types("Feedback to the learner", MISSING)
        assessor.presses("Save")
        assessor.is_told(f"Criterion {code}: saved")
    assessor.reads("Summary of your marking")
    assessor.sees("Every criterion is judged. One is not yet met.", MISSING)
    assessor.presses("Send to verification")
    assessor.is_told("Sent to verification.")


def returns_once(verifier: Person, assessor: Person) -> None:
    """The verifier returns the marking with a reason; the assessor reads it and sends the work again."""
    opens_the_work(verifier)
    verifier.follows("Verify")
    verifier.sees("Criterion 2.1", MISSING)
    verifier.presses("Return to the assessor")
    verifier.sees("Answer “Why do you return it?”")
    verifier.types("Why do you return it?", "Say in 1.1 which sentence you mean.")
    verifier.presses("Return to the assessor")
    verifier.is_told("Returned to the assessor, who reads your reason.")
    opens_the_work(assessor)
    assessor.follows("Check and send to verification")
    assessor.sees("Say in 1.1 which sentence you mean.")
    assessor.presses("Send to verification")
    agrees(verifier)


def agrees(verifier: Person) -> None:
    """The verifier agrees with the marking."""
    opens_the_work(verifier)
    verifier.follows("Verify")
    verifier.presses("Agree with the marking")
    verifier.is_told("You agree with the marking.")


def signs_off(moderator: Person, outcome: str) -> None:
    """The moderator confirms what the judgements come to."""
    opens_the_work(moderator)
    moderator.follows("Sign off")
    moderator.sees(outcome)
    moderator.presses("Confirm the result")
    moderator.is_told("The result is confirmed and the learner is told.")


def marks_again(assessor: Person) -> None:
    """Only what was open is judged a second time."""
    opens_the_work(assessor)
    assessor.follows("Mark 2.1")
    assessor.sees("Fairness mattered most at the depots.", "values.docx")
    assessor.picks("Is criterion 2.1 met?", "Met")
    assessor.presses("Save, go to the summary")
    assessor.sees("Every criterion is judged. All are met.", "Met in attempt 1.")
    assessor.presses("Send to verification")


def issues(moderator: Person) -> None:
    """The award raised itself; the moderator finds it first in the list, and signs it off."""
    assert "waits for sign-off" in mail_to("ines@example.org")
    moderator.opens("/awards/")
    moderator.follows(LEARNER)
    moderator.sees("601", "602", "613", LEARNER)
    moderator.presses("Sign off and issue")
    moderator.is_told("The award is issued and the learner is told.")


def revokes(moderator: Person) -> None:
    """With a reason, which is kept and not published."""
    moderator.opens("/awards/")
    moderator.follows(LEARNER)
    moderator.main.get_by_text("Revoke", exact=True).first.click()
    moderator.types("Reason", "Two units were marked on somebody else’s evidence.")
    moderator.presses("Revoke the award")
    moderator.is_told("The award is revoked")


def verifies(anybody: Person, code: str, *sentences: str) -> None:
    """Whoever has the code types it, and reads whether the certificate stands."""
    anybody.opens("/")
    anybody.follows("Verify a certificate", within=anybody.page.get_by_role("contentinfo"))
    anybody.types("Verification code", code.lower().replace("-", " "))
    anybody.presses("Verify")
    assert anybody.page.url.endswith(f"/verify/{code}/")
    anybody.sees(*sentences)
