"""The demo's accounts: one for each kind of person who works in the portal."""

PASSWORD = "Demo-portal-2026"
ACCOUNTS = {
    "learner@example.org": "a learner with an enrolment under way",
    "assessor@example.org": "marks what learners submit",
    "verifier@example.org": "checks marking within the centre",
    "moderator@example.org": "signs off results for the Institute",
    "coordinator@example.org": "runs a centre: registers learners, allocates work",
    "member@example.org": "a member whose renewal is due, with a CPD record",
    "applicant@example.org": "applies to become a Chartered Manager",
    "membership-assessor@example.org": "decides requests, assesses applications, reviews CPD",
    "companion@example.org": "nominates Companions, and seconds nominations of others",
    "corporate@example.org": "keeps the seats that an organisation pays for",
    "events@example.org": "runs the Institute's events, in the admin and at the door",
    "editor@example.org": "writes and publishes Insights, approves the weekly Highlights",
    "admin@example.org": "may do everything, in the admin too",
}
