"""The groups of the awarding body's own staff; centre roles are rows of qualifications.CentreStaff, never groups."""

MODERATORS = "moderator"
MEMBERSHIP_ASSESSORS = "membership assessor"
EVENTS_TEAM = "events team"
EDITORS = "editor"
ADMINISTRATORS = "administrator"
STAFF_GROUPS = (MODERATORS, MEMBERSHIP_ASSESSORS, EDITORS, EVENTS_TEAM, ADMINISTRATORS)
