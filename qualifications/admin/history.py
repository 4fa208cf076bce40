"""What staff changed in centres, roles, approvals and the catalogue: one list for each history, to read."""

from cmiportal.history_admin import show_histories

show_histories(
    "qualifications",
    {
        "CentreHistory": "change of a centre,changes of centres",
        "ApprovalHistory": "change of an approval,changes of approvals",
        "CentreStaffHistory": "change of a role,changes of roles",
        "QualificationHistory": "change of a qualification,changes of qualifications",
        "UnitHistory": "change of a unit,changes of units",
    },
)
