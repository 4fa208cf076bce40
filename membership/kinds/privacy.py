"""Tables of this app that hold personal data: what an export shows, and how long it is kept."""

from cmiportal.registry import PrivacyTable

ENTRIES = (
    PrivacyTable(
        "membership",
        model="membership.Membership",
        person="person",
        export=("number", "grade", "state", "basis", "joined_on", "starts_on", "ends_on", "code_accepted_at"),
        retention="as long as the account is open, and six years after the membership ended",
    ),
    PrivacyTable(
        "grade_span",
        model="membership.GradeSpan",
        person="membership__person",
        export=("grade", "during"),
        retention="as long as the membership",
    ),
    PrivacyTable(
        "grade_request",
        model="membership.GradeRequest",
        person="person",
        export=("kind", "grade", "state", "concession", "code_accepted_at", "submitted_at", "created_at"),
        retention="as long as the account is open, and six years after a decision",
    ),
    PrivacyTable(
        "renewal_reminder",
        model="membership.RenewalReminder",
        person="membership__person",
        export=("ends_on", "days", "outcome", "reason", "at"),
        retention="as long as the membership",
    ),
    PrivacyTable(
        "experience",
        model="membership.Experience",
        person="person",
        export=("employer", "post", "since", "until", "strategic", "people_led", "budget_pence", "state", "because"),
        retention="as long as the account is open; then erased",
    ),
    PrivacyTable(
        "qualification_held",
        model="membership.QualificationHeld",
        person="person",
        export=("title", "level", "size", "body", "management", "awarded_on", "award_number", "state", "because"),
        retention="as long as the account is open; then erased, save what follows from an award",
    ),
)
