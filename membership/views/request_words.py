"""How a request for a grade stands, in one sentence for who asked, and what it asks for, for the team."""

from ..models import GradeRequest
from ..workflow import RequestState

Kind = GradeRequest.Kind
OWN = {
    Kind.JOIN: "Your request to join",
    Kind.UPGRADE: "Your upgrade",
    Kind.REINSTATE: "Your request to come back",
}
STANDS = {
    RequestState.DRAFT: "is not sent yet",
    RequestState.REVIEW: "is with our membership team",
    RequestState.ACCEPTED: "was accepted",
    RequestState.GRANTED: "was granted",
    RequestState.DECLINED: "was declined",
    RequestState.WITHDRAWN: "was not completed",
}
ASKS = {
    Kind.JOIN: "Asks to join in the grade of",
    Kind.UPGRADE: "Asks to rise to the grade of",
    Kind.REINSTATE: "Asks to come back in the grade of",
}


def stands(asked: GradeRequest) -> str:
    """Where the request stands, for whoever asked: a sentence without its full stop."""
    return f"{OWN[Kind(asked.kind)]} {STANDS[RequestState(asked.state)]}"


def asks(asked: GradeRequest) -> str:
    """What the person asks for, for the membership team."""
    return f"{ASKS[Kind(asked.kind)]} {asked.grade}." if asked.grade else "No grade was chosen."
