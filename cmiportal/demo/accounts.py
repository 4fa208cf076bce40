"""The demo's accounts: one for each kind of person who works in the portal."""

PASSWORD = "Demo-portal-2026"
ACCOUNTS = {
    "learner@example.org": "a learner with an enrolment under way",
    "assessor@example.org": "marks what learners submit",
    "verifier@example.org": "checks marking within the centre",
    "moderator@example.org": "signs off results for the Institute",
    "coordinator@example.org": "runs a centre: registers learners, allocates work",
    "admin@example.org": "may do everything, in the admin too",
}
