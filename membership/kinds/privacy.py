"""Tables of this app that hold personal data: what an export shows, and how long it is kept."""

from cmiportal.registry import PrivacyTable

ENTRIES = (
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
