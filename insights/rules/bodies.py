"""What is known of the two bodies, as facts side by side: the page of the comparison and the rule of choosing use it.

Sources, as the project keeps them: S1 "CMI vs ILM: Key Differences" and S4 "The Core Difference Between ILM and CMI:
Assessment Format" (seeds 001 and 004), D the domain's own page. Where S1 and S4 disagree (S1 speaks of examinations at
CMI, providers know none) the fact says so. Neither body is rated: each row says what is so for the one and the other.
"""

from dataclasses import dataclass
from enum import StrEnum


class Body(StrEnum):
    """An awarding body, or either of the two."""

    CMI = "cmi"
    ILM = "ilm"
    EITHER = "either"


NAMES = {
    Body.CMI: "CMI",
    Body.ILM: "ILM",
    Body.EITHER: "CMI or ILM",
}
# Levels at which each awards. S4 names ILM from 3 to 7; that it awards at Level 2 too is common knowledge. CMI: D.
LEVELS = {Body.CMI: range(2, 9), Body.ILM: range(2, 8)}


@dataclass(frozen=True)
class Fact:
    """One row of the comparison: what it is about, and what is so for each body."""

    about: str
    cmi: str
    ilm: str


FACTS = (
    # S4, and S1 for the examinations.
    Fact(
        "How you are assessed",
        "Written assignments about your work, more academic the higher the level. Centres set no timed examinations,"
        " though some descriptions of CMI speak of case studies and examinations.",
        "Evidence from your own work alone: accounts of what you did, plans, feedback, records. No examinations and"
        " nothing against the clock.",
    ),
    # S4: one missed criterion is a referral; process.md R4.1 for CMI.
    Fact(
        "What a pass needs",
        "Every assessment criterion of the unit is met. One that is missing means the unit comes back.",
        "The same: four to eight criteria in each unit, each answered by evidence. One that is missing means the unit"
        " comes back.",
    ),
    # S4.
    Fact(
        "How much you write",
        "About 3,000 to 5,000 words for an assignment at Level 5, 4,000 to 7,000 for a unit at Level 7. The brief of"
        " the unit decides.",
        "Shorter at the same level: as much as it takes to show each criterion.",
    ),
    # S4; the levels of the catalogue for CMI.
    Fact(
        "References",
        "Harvard from Level 5; at Level 7 work from peer-reviewed journals, discussed critically.",
        "Good practice at Level 3, Harvard from Level 5, journals beside textbooks at Level 7.",
    ),
    # S4, S1; D for the conditions.
    Fact(
        "Way to Chartered Manager",
        "The direct one. CMI alone awards the status: you apply with your experience, and a diploma from Level 5 on"
        " shortens the way. No qualification gives the status by itself.",
        "A longer one. With ILM Level 7 you can apply to CMI, which counts it and asks for membership and evidence of"
        " development besides.",
    ),
    # S4 and D.
    Fact("Levels", "2 to 8.", "2 to 7, most of all 3, 5 and 7."),
    # S1, S4.
    Fact("Sizes", "Award, certificate, diploma.", "Award, certificate, diploma."),
    # S1: "generally speaking"; depends on level, way and provider.
    Fact(
        "What it costs",
        "Generally more. It depends on level and size, and most of all on the centre that teaches it.",
        "Generally less. It depends on the same things.",
    ),
    # S4, S1.
    Fact(
        "Who recognises it",
        "Ofqual regulates it, and employers know it throughout the UK. The NHS and public bodies often name either of"
        " the two. Where Chartered Manager is asked for, it has the advantage.",
        "Ofqual regulates it, and employers know it throughout the UK. The NHS and public bodies often name either of"
        " the two.",
    ),
    # S4, S1.
    Fact(
        "Membership",
        "Affiliate, Associate (ACMI), Member (MCMI), Fellow (FCMI), and Chartered status. Included while you study.",
        "Affiliate, Associate, Member, Fellow of the Institute. It has no Chartered status to give.",
    ),
    # S4, process.md 14.
    Fact(
        "In apprenticeships",
        "Used, and Level 5 and above leads on to Chartered or Foundation Chartered Manager.",
        "The more common of the two in the standards for team leaders, operations managers and senior leaders.",
    ),
    # S1.
    Fact(
        "Where it looks",
        "At managing and leading in every field.",
        "At leading and managing, with programmes for fields such as health, education and hospitality.",
    ),
)
