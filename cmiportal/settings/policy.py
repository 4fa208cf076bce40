"""Policy figures of the Institute: defaults that an environment may change, never literals in the code.

Days are calendar days unless the name says otherwise; sizes are bytes. Sources: Candidate Guide for CMI Level 6
Qualifications ("up to 6 weeks"), and the Institute's word-count and referral practice; see docs/decisions/policy.md.
"""

from . import env

REGISTRATION_YEARS = env.number("REGISTRATION_YEARS", 3)
ASSESSMENT_DAYS = env.number("ASSESSMENT_DAYS", 42)
MARKING_DAYS = env.number("MARKING_DAYS", 21)
VERIFICATION_DAYS = env.number("VERIFICATION_DAYS", 14)
SIGN_OFF_DAYS = env.number("SIGN_OFF_DAYS", 7)
ALLOCATION_DAYS = env.number("ALLOCATION_DAYS", 3)
NEARLY_LATE_PERCENT = env.number("NEARLY_LATE_PERCENT", 80)
RESUBMISSIONS_ALLOWED = env.number("RESUBMISSIONS_ALLOWED", 2)
RESUBMISSION_DAYS = env.number("RESUBMISSION_DAYS", 28)
# How far outside its range of words a unit's work may be before the learner has to say why.
WORDS_TOLERANCE_PERCENT = env.number("WORDS_TOLERANCE_PERCENT", 10)
LINE_MANAGER_LINK_DAYS = env.number("LINE_MANAGER_LINK_DAYS", 14)
LINE_MANAGER_ASKS_A_DAY = env.number("LINE_MANAGER_ASKS_A_DAY", 5)
LINE_MANAGER_ASKED_A_DAY = env.number("LINE_MANAGER_ASKED_A_DAY", 30)
# What people may add; "DOCX" and the like are names in documents/judging.py, and fewer may stand here, not others.
UPLOAD_TYPES = env.listed("UPLOAD_TYPES", "PDF,DOCX,ODT,XLSX,PPTX,PNG,JPEG,MP3,MP4")
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_BYTES", 25 * 1024 * 1024)
UPLOAD_UNPACKED_MAX_BYTES = env.number("UPLOAD_UNPACKED_MAX_BYTES", 200 * 1024 * 1024)
UPLOAD_TOTAL_MAX_BYTES = env.number("UPLOAD_TOTAL_MAX_BYTES", 2 * 1024 * 1024 * 1024)
EVIDENCE_TEXT_MAX_CHARACTERS = env.number("EVIDENCE_TEXT_MAX_CHARACTERS", 100_000)
# Anybody may make an account: without an end to what one person keeps, one could fill the disk for all.
EVIDENCE_ITEMS_MAX = env.number("EVIDENCE_ITEMS_MAX", 500)
# How long a worker may hold the messages it took; more than the slowest one takes (system check notifications.E001).
NOTIFICATION_LEASE_SECONDS = env.number("NOTIFICATION_LEASE_SECONDS", 300)
NOTIFICATION_BATCH = env.number("NOTIFICATION_BATCH", 50)
NOTIFICATION_ATTEMPTS = env.number("NOTIFICATION_ATTEMPTS", 8)
# Minutes to wait after the first, second ... failed attempt; the last figure holds for all further ones.
NOTIFICATION_PAUSES = env.numbers("NOTIFICATION_PAUSES", "1,5,15,60,240")
NOTIFICATION_SWEEP_SECONDS = env.number("NOTIFICATION_SWEEP_SECONDS", 30)
# How the portal watches itself: /readyz calls a worker gone after four missed beats, a message late after half an hour.
HEARTBEAT_SECONDS = env.number("HEARTBEAT_SECONDS", 15)
NOTIFICATION_LATE_SECONDS = env.number("NOTIFICATION_LATE_SECONDS", 1800)
# How long a form stays known by its key, and one that was sent without a session waits for its writer.
POST_KEY_DAYS = env.number("POST_KEY_DAYS", 7)
KEPT_FORM_HOURS = env.number("KEPT_FORM_HOURS", 24)
KEPT_FORM_MAX_BYTES = env.number("KEPT_FORM_MAX_BYTES", 500_000)
# How long a visitor's page may come from cache where nothing was published meanwhile; 0 keeps none.
VISITORS_PAGES_SECONDS = env.number("VISITORS_PAGES_SECONDS", 300)
# How many learners a centre may import from one file, how large it may be, and how long its check may be used.
COHORT_ROWS_MAX = env.number("COHORT_ROWS_MAX", 200)
COHORT_MAX_BYTES = env.number("COHORT_MAX_BYTES", 1024 * 1024)
COHORT_CHECK_HOURS = env.number("COHORT_CHECK_HOURS", 24)
