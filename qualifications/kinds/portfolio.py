"""What portfolio and submission register: notification kinds, who opens evidence, navigation, privacy."""

from cmiportal.documents.services import EVIDENCE
from cmiportal.registry import DocumentKind, Entry, NavigationEntry, PrivacyTable

from ..permissions import may_open_evidence
from .enrolment import learns
from .messages import message

KEPT_WITH_THE_WORK = "As long as a result that rests on it may be questioned."

UNIT = {"unit": "605", "title": "Innovation and Change", "attempt": 1, "result_due": "2027-03-02T23:59:59+00:00"}


ENTRIES: tuple[Entry, ...] = (
    message(
        "submission_received",
        "Your work is received",
        "Your work for unit {unit} is received: {receipt}",
        {
            **UNIT,
            "receipt": "R000000142",
            "handed_in_at": "2027-01-19T21:14:00+00:00",
            "words": 3120,
            "pieces": [
                {
                    "title": "Minutes of the change board",
                    "file": "minutes.pdf",
                    "size": 482_113,
                    "words": 0,
                    "sha256": "b5bb9d8014a0",
                },
                {"title": "What I would do again", "file": "", "size": 0, "words": 1240, "sha256": "7d865e959b24"},
            ],
            "marked_by": "2027-02-09T23:59:59+00:00",
            "verified_by": "2027-02-23T23:59:59+00:00",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "path": "/learning/hand-ins/0/",
        },
        "you submitted work",
    ),
    message(
        "work_to_allocate",
        "Work waits for an assessor",
        "Unit {unit} of {learner} waits for an assessor",
        {**UNIT, "learner": "Wren Holtby", "due": "2027-01-22T23:59:59+00:00", "path": "/desk/0/"},
        "you coordinate the centre",
    ),
    DocumentKind(key=EVIDENCE, label="Evidence", may_open=may_open_evidence),
    NavigationEntry(
        key="evidence",
        label="Evidence",
        url_name="qualifications:item_list",
        section="account",
        show=learns,
        order=110,
    ),
    PrivacyTable(
        key="mapping",
        model="qualifications.Mapping",
        person="learner",
        export=("unit_enrolment__unit__number", "criterion__code", "item__title", "pointer"),
        retention="As long as the unit is chosen and the evidence kept.",
    ),
    PrivacyTable(
        key="hand_in",
        model="qualifications.HandIn",
        person="unit_enrolment__learner",
        export=("receipt_number", "at", "declared_name", "declaration", "ai_use", "words", "words_reason"),
        retention=KEPT_WITH_THE_WORK,
    ),
    PrivacyTable(
        key="hand_in_item",
        model="qualifications.HandInItem",
        person="learner",
        export=("hand_in__receipt_number", "criterion__code", "item_version__title", "pointer"),
        retention=KEPT_WITH_THE_WORK,
    ),
)
