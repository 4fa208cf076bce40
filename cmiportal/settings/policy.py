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
# Pictures of articles and campaigns: the largest file, and how many points a worker unpacks at once.
PICTURE_MAX_BYTES = env.number("PICTURE_MAX_BYTES", 10 * 1024 * 1024)
PICTURE_MAX_POINTS = env.number("PICTURE_MAX_POINTS", 40_000_000)
EVIDENCE_TEXT_MAX_CHARACTERS = env.number("EVIDENCE_TEXT_MAX_CHARACTERS", 100_000)
# Anybody may make an account: without an end to what one person keeps, one could fill the disk for all.
EVIDENCE_ITEMS_MAX = env.number("EVIDENCE_ITEMS_MAX", 500)
# How long a worker may hold the messages it took; more than the slowest one takes (system check notifications.E001).
NOTIFICATION_LEASE_SECONDS = env.number("NOTIFICATION_LEASE_SECONDS", 300)
NOTIFICATION_BATCH = env.number("NOTIFICATION_BATCH", 50)
NOTIFICATION_ATTEMPTS = env.number("NOTIFICATION_ATTEMPTS", 8)
# Minutes to wait after the first, second ... failed attempt; the last figure holds for all further ones.
NOTIFICATION_PAUSES = env.numbers("NOTIFICATION_PAUSES", "1,5,15,60,240")
# Of very many messages at once so many go in a minute; what else is owed meanwhile does not wait behind them.
NOTIFICATION_SPREAD_A_MINUTE = env.number("NOTIFICATION_SPREAD_A_MINUTE", 600)
NOTIFICATION_SWEEP_SECONDS = env.number("NOTIFICATION_SWEEP_SECONDS", 30)
# How the portal watches itself: /readyz calls a worker gone after four missed beats, a message late after half an hour.
HEARTBEAT_SECONDS = env.number("HEARTBEAT_SECONDS", 15)
NOTIFICATION_LATE_SECONDS = env.number("NOTIFICATION_LATE_SECONDS", 1800)
# How long a form stays known by its key, and one that was sent without a session waits for its writer.
POST_KEY_DAYS = env.number("POST_KEY_DAYS", 7)
KEPT_FORM_HOURS = env.number("KEPT_FORM_HOURS", 24)
KEPT_FORM_MAX_BYTES = env.number("KEPT_FORM_MAX_BYTES", 500_000)
KEPT_FORMS_MAX = env.number("KEPT_FORMS_MAX", 20)
# How long a visitor's page may come from cache where nothing was published meanwhile; 0 keeps none.
VISITORS_PAGES_SECONDS = env.number("VISITORS_PAGES_SECONDS", 300)
# For how long an administrator sees the portal as somebody else, at most.
SEE_AS_MINUTES = env.number("SEE_AS_MINUTES", 30)
# How many learners a centre may import from one file, how large it may be, and how long its check may be used.
COHORT_ROWS_MAX = env.number("COHORT_ROWS_MAX", 200)
COHORT_MAX_BYTES = env.number("COHORT_MAX_BYTES", 1024 * 1024)
COHORT_CHECK_HOURS = env.number("COHORT_CHECK_HOURS", 24)
# Membership: days of grace after the last day, when renewing opens, when people are reminded (days before the end,
# below nought in grace), and for how long a request that was accepted waits for its fee.
MEMBERSHIP_GRACE_DAYS = env.number("MEMBERSHIP_GRACE_DAYS", 30)
RENEWAL_OPENS_DAYS = env.number("RENEWAL_OPENS_DAYS", 60)
RENEWAL_REMINDER_DAYS = env.numbers("RENEWAL_REMINDER_DAYS", "60,30,7,0,-14")
REQUEST_UNPAID_DAYS = env.number("REQUEST_UNPAID_DAYS", 30)
# Within how many days a request that a person decides is answered, as its pages say.
REQUEST_ANSWER_DAYS = env.number("REQUEST_ANSWER_DAYS", 14)
# Applications for Chartered Manager: days to finish one (and after paying, to hold its discussion), days before that
# end on which applicants are reminded, the referee's link, and how long each stage is meant to take.
APPLICATION_DAYS = env.number("APPLICATION_DAYS", 365)
APPLICATION_REMINDER_DAYS = env.numbers("APPLICATION_REMINDER_DAYS", "30,7")
REFEREE_LINK_DAYS = env.number("REFEREE_LINK_DAYS", 30)
REFEREE_ASKS_A_DAY = env.number("REFEREE_ASKS_A_DAY", 5)
APPLICATION_CHECK_DAYS = env.number("APPLICATION_CHECK_DAYS", 7)
APPLICATION_ALLOCATION_DAYS = env.number("APPLICATION_ALLOCATION_DAYS", 14)
APPLICATION_ASSESSMENT_DAYS = env.number("APPLICATION_ASSESSMENT_DAYS", 28)
APPLICATION_MODERATION_DAYS = env.number("APPLICATION_MODERATION_DAYS", 14)
# Professional discussions: how long one takes, until how many hours before it the applicant books, moves or cancels.
DISCUSSION_MINUTES = env.number("DISCUSSION_MINUTES", 60)
DISCUSSION_NOTICE_HOURS = env.number("DISCUSSION_NOTICE_HOURS", 24)
# Outcomes: days to add what is missing, to appeal, and to decide an appeal.
NOT_YET_DAYS = env.number("NOT_YET_DAYS", 180)
APPEAL_DAYS = env.number("APPEAL_DAYS", 60)
APPEAL_DECISION_DAYS = env.number("APPEAL_DECISION_DAYS", 40)
# How many posts, and how many qualifications, one person's record may hold: anybody may make an account.
RECORD_LINES_MAX = env.number("RECORD_LINES_MAX", 60)
# CPD: how many entries one record holds; how long a member who was drawn has to send the record, and again when more is
# asked for; on which days before the last one (negative: after it) who has not sent it is reminded.
CPD_ENTRIES_MAX = env.number("CPD_ENTRIES_MAX", 1000)
CPD_RECORD_DAYS = env.number("CPD_RECORD_DAYS", 28)
CPD_REMINDER_DAYS = env.numbers("CPD_REMINDER_DAYS", "7,1,-7")
# The public register: searches that one client may make in a minute, and people that one search shows.
REGISTER_SEARCHES_A_MINUTE = env.number("REGISTER_SEARCHES_A_MINUTE", 20)
REGISTER_RESULTS_MAX = env.number("REGISTER_RESULTS_MAX", 20)
# Corporate membership: how long an invitation to a seat works, how often one address is written to in 24 hours, and the
# grade that a seat begins with; who qualifies for another one asks for it.
SEAT_LINK_DAYS = env.number("SEAT_LINK_DAYS", 30)
SEAT_ASKS_A_DAY = env.number("SEAT_ASKS_A_DAY", 3)
SEATS_MAX = env.number("SEATS_MAX", 1000)
SEAT_GRADE = env.text("SEAT_GRADE", "affiliate")
# Companions: how many of the panel vote on a nomination (more than half approve it), for how long a seconder and the
# nominee have to answer, and how many words a nomination may have.
COMPANION_PANEL = env.number("COMPANION_PANEL", 3)
COMPANION_ANSWER_DAYS = env.number("COMPANION_ANSWER_DAYS", 60)
COMPANION_WORDS_MAX = env.number("COMPANION_WORDS_MAX", 500)
# After how many failed card payments an order offers an invoice or a letter instead; how long a provider's page is open
# (Stripe takes 30 to 1440 minutes); days to pay an invoice, and how many of them what is ordered has to leave for there
# to be one, such as an event before it begins.
PAYMENT_FAILURES_MAX = env.number("PAYMENT_FAILURES_MAX", 3)
PAYMENT_PAGE_MINUTES = env.number("PAYMENT_PAGE_MINUTES", 60)
INVOICE_DAYS = env.number("INVOICE_DAYS", 30)
INVOICE_LEAST_DAYS = env.number("INVOICE_LEAST_DAYS", 5)
# How many discount codes one client tries in a minute: codes are words that can be guessed.
DISCOUNT_TRIES_A_MINUTE = env.number("DISCOUNT_TRIES_A_MINUTE", 10)

EVENT_HOLD_MINUTES = env.number("EVENT_HOLD_MINUTES", 15)
EVENT_OFFER_HOURS = env.number("EVENT_OFFER_HOURS", 24)
EVENT_REFUND_DAYS = env.number("EVENT_REFUND_DAYS", 7)
# Until when after an event access and dietary needs are kept; how long the link works with which somebody takes a
# booking over, and how often one address is written to about that in 24 hours, and one person writes.
EVENT_NEEDS_DAYS = env.number("EVENT_NEEDS_DAYS", 30)
EVENT_HAND_OVER_DAYS = env.number("EVENT_HAND_OVER_DAYS", 7)
EVENT_HAND_OVERS_A_DAY = env.number("EVENT_HAND_OVERS_A_DAY", 3)
EVENT_HAND_OVERS_BY_ONE_A_DAY = env.number("EVENT_HAND_OVERS_BY_ONE_A_DAY", 10)
# Reminders of an event, in minutes before it begins; from how many minutes before it those booked see the joining link.
EVENT_REMINDER_MINUTES = env.numbers("EVENT_REMINDER_MINUTES", "10080,1440,60")
EVENT_JOINING_MINUTES = env.number("EVENT_JOINING_MINUTES", 60)
# From how many minutes before an event people are ticked at its door.
EVENT_CHECK_IN_MINUTES = env.number("EVENT_CHECK_IN_MINUTES", 180)
# How many copies of an event are made at a time.
EVENT_COPIES_MOST = env.number("EVENT_COPIES_MOST", 26)
# How often a minute one client reads calendars by their secret addresses; one service may read those of many people.
CALENDAR_READS_A_MINUTE = env.number("CALENDAR_READS_A_MINUTE", 120)

# Enquiries: working days until we answer (the forms say so), days until what was answered is closed, and until what is
# over is erased; what sends a message to be looked at first (seconds from opening to sending, links); how many one
# client sends in a minute, and one address in 24 hours; beyond how many of one client on a day each is looked at first.
ENQUIRY_ANSWER_DAYS = env.number("ENQUIRY_ANSWER_DAYS", 3)
ENQUIRY_CLOSE_DAYS = env.number("ENQUIRY_CLOSE_DAYS", 14)
ENQUIRY_KEEP_DAYS = env.number("ENQUIRY_KEEP_DAYS", 365)
ENQUIRY_SPAM_DAYS = env.number("ENQUIRY_SPAM_DAYS", 30)
ENQUIRY_LEAST_SECONDS = env.number("ENQUIRY_LEAST_SECONDS", 3)
ENQUIRY_LINKS_MAX = env.number("ENQUIRY_LINKS_MAX", 2)
ENQUIRIES_A_MINUTE = env.number("ENQUIRIES_A_MINUTE", 5)
ENQUIRIES_BY_ONE_A_DAY = env.number("ENQUIRIES_BY_ONE_A_DAY", 5)
ENQUIRIES_CONFIRMED_A_DAY = env.number("ENQUIRIES_CONFIRMED_A_DAY", 20)
# How many days ahead an article may be scheduled: whoever means next year does not find it missing for a thousand.
ARTICLE_SCHEDULE_MAX_DAYS = env.number("ARTICLE_SCHEDULE_MAX_DAYS", 731)
# The weekly Highlights: on which day of the week (Monday is 1) and at which hour in UK time an approved issue goes out,
# and how many of its messages are written down in one transaction.
HIGHLIGHTS_SEND_WEEKDAY = env.number("HIGHLIGHTS_SEND_WEEKDAY", 5)
HIGHLIGHTS_SEND_HOUR = env.number("HIGHLIGHTS_SEND_HOUR", 8)
HIGHLIGHTS_BATCH = env.number("HIGHLIGHTS_BATCH", 2000)
# How many searches of the site one client may make in a minute, and how many suggestions it may ask for while typing.
SEARCHES_A_MINUTE = env.number("SEARCHES_A_MINUTE", 40)
SEARCH_SUGGESTIONS_A_MINUTE = env.number("SEARCH_SUGGESTIONS_A_MINUTE", 120)
