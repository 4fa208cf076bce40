"""What a learner does on the walk, from the front page to the certificate, and what they see."""

import re
from pathlib import Path

from pypdf import PdfReader

from tests.browser.letters import CENTRE, CERTIFICATE, CODES, LEARNER, MISSING, UNIT, mail_to
from tests.browser.people import Person, saved


def finds_a_qualification(visitor: Person) -> None:
    """From the front page to a qualification, one of its units, a centre, and to the request."""
    visitor.opens("/")
    visitor.follows("Find a qualification")
    visitor.follows(CERTIFICATE)
    visitor.reads(CERTIFICATE)
    visitor.sees("At least 13 and at most 36 credits", "601", "602", "613", "Afon Valley Leadership")
    visitor.follows("Professional Management and Leadership Practice", within=visitor.part("Units"))
    visitor.sees("Unit 601", "6 credits", *CODES)
    visitor.follows(CERTIFICATE)
    visitor.follows("All centres")
    visitor.follows(CENTRE)
    visitor.sees("Leeds", "What it may deliver today")
    visitor.follows(CERTIFICATE)
    visitor.follows("Request a place", within=visitor.part("Start"))
    visitor.reads("Sign in")


def asks_for_a_place(learner: Person) -> None:
    """The learner comes back to the request after signing in; it says what comes next."""
    learner.reads("Request a place")
    learner.presses("Send your request")
    learner.sees("Choose a centre")
    dates(learner, "When were you born?", "27 3 1990")
    learner.picks("Which centre do you want to learn with?", CENTRE)
    learner.types("Your line manager’s name", "Maud Thornley")
    learner.types("Their e-mail address", "maud@example.org")
    learner.types("Where they work", "Fellgate Logistics")
    learner.presses("Send your request")
    learner.is_told("Your request is sent.")
    learner.sees("Waiting for the line manager", "Maud Thornley")
    assert "Maud Thornley" in mail_to("zoe@example.org")


def confirms_the_name(learner: Person) -> None:
    """The name as it is to be printed."""
    assert "Next, choose the units" in mail_to("zoe@example.org")
    learner.opens("/learning/")
    learner.follows("Confirm the name on your certificate")
    learner.presses("Confirm this name")
    learner.is_told("Your name is confirmed.")


def chooses_units(learner: Person) -> None:
    """First a choice that falls short, which says what is missing, then one that meets the rule."""
    learner.opens("/learning/")
    learner.sees("Choose your units")
    learner.follows("Choose units")
    for number in ("601", "602"):
        learner.main.get_by_role("checkbox", name=number).check()
    learner.presses("Save and see what is missing")
    learner.sees("Not yet complete", "12 of 13")
    learner.main.get_by_role("checkbox", name="613").check()
    learner.presses("Save and see what is missing")
    learner.sees("Your choice meets the rule", "19")


def gathers_evidence(learner: Person, *, pdf: bytes) -> None:
    """Text straight from the first criterion, a file from the list of evidence, and both mapped."""
    learner.opens("/learning/")
    learner.follows(UNIT)
    learner.follows("Map evidence 1.1")
    learner.sees("You have no evidence yet.")
    learner.follows("Add evidence for 1.1")
    learner.field("Type of evidence").select_option("Reflective account")
    learner.types("Title", "What the depot move taught me")
    dates(learner, "When is this evidence from?", "27 3 2025")
    learner.types(
        "Text", "We moved the night shift. I told people the date before I had asked what it would cost them."
    )
    learner.types("Where in it?", "Second sentence")
    learner.presses("Add evidence")
    learner.is_told("“What the depot move taught me” is added and mapped to 1.1.")
    learner.follows("Add evidence")
    learner.field("Type of evidence").select_option("Meeting record")
    learner.types("Title", "Minutes of the change board")
    dates(learner, "When is this evidence from?", "27 3 2025")
    upload(learner, "minutes.pdf", pdf)
    learner.presses("Add evidence")
    learner.is_told("“Minutes of the change board” is added.")
    for code in CODES[1:-1]:
        maps(learner, code)


def dates(learner: Person, question: str, day: str) -> None:
    """Three boxes: day, month and year, as they are given."""
    boxes = learner.main.get_by_role("group", name=question)
    for part, text in zip(("Day", "Month", "Year"), day.split(), strict=True):
        boxes.get_by_label(part).fill(text)


def upload(person: Person, name: str, content: bytes) -> None:
    """Choose a file; the browser names a type that nobody believes."""
    person.field("File").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})


def maps(learner: Person, code: str) -> None:
    """The minutes to one more criterion of the unit."""
    learner.opens("/learning/")
    learner.follows(UNIT)
    learner.follows(f"Map evidence {code}")
    learner.picks("Which evidence?", "Minutes of the change board")
    learner.types("Where in it?", f"Page 1, item {code}")
    learner.presses("Map evidence")
    learner.is_told(f"“Minutes of the change board” is mapped to {code}.")


def submits_too_early(learner: Person) -> None:
    """One criterion lacks evidence: the page says which, and offers nothing to sign."""
    learner.sees("5 of 6 criteria have evidence")
    learner.opens(learner.page.url.partition("#")[0] + "submit/")
    learner.sees("This cannot be submitted yet")
    learner.follows("Map evidence to 3.2")
    learner.picks("Which evidence?", "Minutes of the change board")
    learner.types("Where in it?", "Page 1, item 3.2")
    learner.presses("Map evidence")
    learner.sees("Every criterion has evidence")


def submits(learner: Person) -> str:
    """Without the signature nothing is handed in; with it, number, time and hash are given. Returns the number."""
    learner.follows("Sign and submit")
    learner.types("Words in your files", "3120")
    learner.picks("Did you use artificial intelligence for this work?", "No")
    learner.types("Your full name", LEARNER)
    learner.presses("Sign and submit")
    learner.sees("Tick the box to sign the declaration")
    learner.main.get_by_label("I have read the declaration, and I sign it with my name").check()
    learner.presses("Sign and submit")
    return has_a_receipt(learner)


def has_a_receipt(learner: Person) -> str:
    """The receipt is shown, and sent by e-mail word for word."""
    number = re.search(r"\w+$", learner.page.get_by_role("heading", level=1).inner_text()).group()
    learner.main.get_by_text("The SHA-256 in full").click()
    sha256 = re.search(r"\b[0-9a-f]{64}\b", learner.main.inner_text()).group()
    learner.is_told(f"Your receipt is {number}.")
    assert {number, sha256} <= set(re.findall(r"\w+", mail_to("zoe@example.org")))
    return number


def resubmits(learner: Person, *, docx: bytes) -> str:
    """The learner reads what is missing, adds evidence for that criterion alone, and hands in. Returns the number."""
    assert MISSING in " ".join(mail_to("zoe@example.org").split())
    learner.opens("/learning/")
    learner.sees("Work again on unit 601")
    learner.follows("Go to unit 601")
    learner.sees("Five criteria are met and stay met; one criterion is not yet met.", MISSING)
    learner.follows("Map more evidence 2.1")
    learner.follows("Add new evidence instead")
    learner.field("Type of evidence").select_option("Written answer")
    learner.types("Title", "Four values, weighed")
    dates(learner, "When is this evidence from?", "27 3 2025")
    learner.types("Text", "Fairness mattered most at the depots.")
    upload(learner, "values.docx", docx)
    learner.presses("Add evidence")
    learner.follows("Sign and submit")
    learner.sees("Resubmission")
    learner.types("Words in your files", "800")
    learner.picks("Did you use artificial intelligence for this work?", "Yes")
    learner.types("If you did, which tools, and what for?", "A chat assistant, to check my spelling.")
    learner.main.get_by_label("I have read the declaration, and I sign it with my name").check()
    learner.types("Your full name", LEARNER)
    learner.presses("Sign and submit")
    return has_a_receipt(learner)


def sees_the_pass(learner: Person) -> None:
    """The unit is passed; two more are to do."""
    assert "You have passed unit 601" in mail_to("zoe@example.org")
    learner.opens("/learning/")
    learner.follows(UNIT)
    learner.sees("You have met every criterion of this unit.")


def downloads_the_certificate(learner: Person, folder: Path) -> str:
    """From the learner's own page of the award; returns its code, which the certificate shows."""
    assert "Congratulations." in mail_to("zoe@example.org")
    learner.opens("/awards/")
    learner.follows(CERTIFICATE)
    code = learner.main.get_by_role("link", name=re.compile(r"^\w{4}-\w{4}-\w{4}$")).inner_text()
    printed = PdfReader(saved(learner.saves("Download the certificate"), folder)).pages[0].extract_text()
    assert {LEARNER, code} <= {" ".join(line.split()) for line in printed.splitlines()} | set(printed.split())
    return code
