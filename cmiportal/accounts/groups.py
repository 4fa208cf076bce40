"""The groups of the awarding body's own staff; centre roles are rows of qualifications.CentreStaff, never groups."""

MODERATORS = "moderator"
MEMBERSHIP_ASSESSORS = "membership assessor"
ADMINISTRATORS = "administrator"
STAFF_GROUPS = (MODERATORS, MEMBERSHIP_ASSESSORS, "editor", "events team", ADMINISTRATORS)
