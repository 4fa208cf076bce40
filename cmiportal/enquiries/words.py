"""What the pages say of each kind of enquiry, and of where one stands."""

from dataclasses import dataclass

from .models import Enquiry
from .workflow import EnquiryKind, EnquiryState


@dataclass(frozen=True)
class Page:
    """One form: its heading, when it is the right one, what stands above it, and its button."""

    kind: str
    title: str
    when: str
    lead: str
    button: str = "Send"


@dataclass(frozen=True)
class Standing:
    """How an enquiry stands: a word with its state for ``{% tag %}``, and a sentence."""

    word: str
    state: str
    said: str


PAGES = {
    EnquiryKind.GENERAL.value: Page(
        EnquiryKind.GENERAL,
        "Ask us a question",
        "About a qualification, your membership, Chartered Manager, an event, or this site.",
        "Whatever your question is, somebody here reads it and answers.",
        "Send the question",
    ),
    EnquiryKind.CENTRE.value: Page(
        EnquiryKind.CENTRE,
        "Become a centre",
        "Your organisation wants to teach and assess our qualifications.",
        "Tell us what you want to teach. We answer with what approval asks, costs and takes.",
        "Send the enquiry",
    ),
    EnquiryKind.CORPORATE.value: Page(
        EnquiryKind.CORPORATE,
        "Membership for your managers",
        "Your organisation thinks of membership or qualifications for its managers.",
        "Tell us how many managers you think of, and what you want to achieve. We answer with a proposal.",
        "Send the enquiry",
    ),
    EnquiryKind.MEDIA.value: Page(
        EnquiryKind.MEDIA,
        "Media enquiries",
        "You write or broadcast, and need a comment, an interview, a figure or a picture.",
        "Tell us the story and your deadline. For questions that are not for publication use the general form.",
        "Send the enquiry",
    ),
}

S = EnquiryState
STANDINGS = {
    S.NEW: Standing("Received", "info", "It waits for the first of us who is free."),
    S.CHECK: Standing(
        "Received",
        "info",
        "Somebody here looks at it before we confirm it by e-mail, on the next working day at the latest.",
    ),
    S.TAKEN: Standing("Being answered", "info", "Somebody here has it and is working on the answer."),
    S.ANSWERED: Standing("Answered", "positive", "The answer went to the e-mail address that was given."),
    S.CLOSED: Standing("Closed", "neutral", "It is closed. Write to us again if something is left."),
    # Who marks spam can be wrong: the page goes on saying what is so, that it arrived.
    S.SPAM: Standing("Received", "info", "It was received. If you have had no answer in time, write to us again."),
}


def standing_of(enquiry: Enquiry) -> Standing:
    """How it stands, for whoever sent it."""
    return STANDINGS[EnquiryState(enquiry.state)]
