"""For each rule that the database keeps of members and applicants, a statement that breaks it, and no other.

Written for the demo's portal.
"""

from tests.breaking import change, moves_of, one, other, repeat, table

NEW = {"number": "'X-1'"}
SOMEBODY = other("accounts.User", "id", "email = 'harun.verifier@example.org'")
CLAIMED = "state = 'claimed'"
NOT_TAKEN = f"id NOT IN (SELECT slot_id FROM {table('membership.Discussion')} WHERE cancelled_at IS NULL)"


def claims(name: str, model: str) -> dict[str, str]:
    """What a line of somebody's record keeps to."""
    return {
        f"{name}_claim": change(model, CLAIMED, state="'lost'", decided_at="now()"),
        f"{name}_decided_has_date": change(model, CLAIMED, decided_at="now()"),
        f"{name}_refused_has_reason": change(model, CLAIMED, because="'So it is.'"),
    }


RECORD = {
    "chartered_criterion_words": change("membership.CharteredCriterion", words_to="words_from"),
    "experience_dates": change("membership.Experience", until="since - 1"),
    **claims("experience", "membership.Experience"),
    "qualification_held_award": repeat("membership.QualificationHeld", "award_number IS NOT NULL"),
    "qualification_held_level": change("membership.QualificationHeld", level="1"),
    **claims("qualification_held", "membership.QualificationHeld"),
}
MEMBERS = {
    "membership_state": change("membership.Membership", state="'lost'"),
    "membership_basis": change("membership.Membership", basis="'gift'"),
    "membership_active_has_end_and_basis": change("membership.Membership", "state = 'active'", ends_on="NULL"),
    "membership_paid_has_order": change(
        "membership.Membership", "state = 'active' AND basis = 'paid'", order_id="NULL"
    ),
    "membership_one_current": repeat("membership.Membership", "state = 'active'", **NEW),
    "membership_state_is_last_event": change("membership.Membership", moves="moves + 1"),
    "grade_span_no_overlap": repeat("membership.GradeSpan", "NOT upper_inf(during)"),
    "grade_span_has_start": change("membership.GradeSpan", during="'(,2020-01-01)'"),
    "grade_request_state": change("membership.GradeRequest", "state = 'review'", state="'lost'"),
    "grade_request_kind": change("membership.GradeRequest", kind="'gift'"),
    "grade_request_one_open": repeat("membership.GradeRequest", "state = 'review'"),
    "grade_request_sent_is_whole": change("membership.GradeRequest", "state = 'review'", submitted_at="NULL"),
    "grade_request_state_is_last_event": change("membership.GradeRequest", moves="moves + 1"),
    "renewal_reminder_once": repeat("membership.RenewalReminder"),
    "renewal_reminder_skipped_has_reason": change(
        "membership.RenewalReminder", "outcome = 'sent'", reason="'So it is.'"
    ),
}
APPLICATIONS = {
    "application_state": change("membership.CharteredApplication", "state = 'allocation'", state="'lost'"),
    "application_status": change("membership.CharteredApplication", status="'knight'"),
    "application_one_open": repeat("membership.CharteredApplication", "state = 'allocation'", **NEW),
    "application_not_yet_has_date": change("membership.CharteredApplication", "state = 'not_yet'", answer_by="NULL"),
    "application_submitted_has_date": change(
        "membership.CharteredApplication", "state = 'allocation'", submitted_at="NULL"
    ),
    "application_state_is_last_event": change("membership.CharteredApplication", moves="moves + 1"),
    "statement_once": repeat("membership.Statement"),
    "statement_version_once": repeat("membership.StatementVersion"),
    "statement_evidence_once": repeat("membership.StatementEvidence"),
    "statement_evidence_judgement_is_whole": change(
        "membership.StatementEvidence", "accepted IS NULL", accepted="TRUE"
    ),
    "referee_answer_is_whole": change("membership.Referee", "answered_at IS NULL", supports="TRUE"),
    "chartered_status_end": change("membership.CharteredStatus", "ended_on IS NULL", ended_because="'So it is.'"),
    "chartered_status_one_held": repeat(
        "membership.CharteredStatus", "ended_on IS NULL", application_id="NULL", code="'X-1'"
    ),
}
ASSESSING = {
    "application_holder_stage": change("membership.ApplicationHolder", stage="'lost'"),
    "application_holder_one_stage": repeat("membership.ApplicationHolder", "ended_at IS NOT NULL"),
    "application_holder_one_current": repeat("membership.ApplicationHolder", "ended_at IS NULL", person_id=SOMEBODY),
    "application_holder_not_the_applicant": change("membership.ApplicationHolder", person_id="applicant_id"),
    "application_holder_of_applicant": change("membership.ApplicationHolder", applicant_id=SOMEBODY),
    "slot_no_overlap": repeat("membership.Slot", "withdrawn_at IS NULL"),
    "slot_whole": change("membership.Slot", during="'(,2020-01-01)'"),
    "discussion_slot_once": repeat("membership.Discussion", "held_at IS NOT NULL"),
    "discussion_one_live": repeat(
        "membership.Discussion",
        "held_at IS NULL AND cancelled_at IS NULL",
        slot_id=f"({one('membership.Slot', NOT_TAKEN)})",
    ),
    "discussion_one_end": change("membership.Discussion", "held_at IS NOT NULL", cancelled_at="now()"),
    "criterion_judgement_once": repeat("membership.CriterionJudgement"),
    "criterion_judgement_not_met_has_feedback": change("membership.CriterionJudgement", met="FALSE", feedback="''"),
    "appeal_state": change("membership.Appeal", state="'lost'"),
    "appeal_one_open": repeat("membership.Appeal", "state = 'raised'", **NEW),
    "appeal_state_is_last_event": change("membership.Appeal", moves="moves + 1"),
}
ORGANISATIONS = {
    "organisation_seats_have_period": change("membership.Organisation", "seats > 0", during="'empty'"),
    "organisation_staff_once": repeat("membership.OrganisationStaff"),
    "seat_once": repeat("membership.Seat", "released_at IS NULL"),
    "seat_accepted_is_whole": change("membership.Seat", "accepted_at IS NULL", accepted_at="now()"),
}
COMPANIONS = {
    "nomination_state": change("membership.Nomination", state="'lost'"),
    "nomination_criterion": change("membership.Nomination", criterion="'wealth'"),
    "nomination_two_companions": change("membership.Nomination", seconder_id="proposer_id"),
    "nomination_seconded_is_whole": change("membership.Nomination", "state = 'panel'", seconded_at="NULL"),
    "nomination_accepted_has_nominee": change("membership.Nomination", "state = 'accepted'", nominee_id="NULL"),
    "nomination_one_open": repeat("membership.Nomination", "state = 'panel'"),
    "nomination_state_is_last_event": change("membership.Nomination", moves="moves + 1"),
    "panellist_once": repeat("membership.Panellist"),
    "panellist_vote_is_whole": change("membership.Panellist", "voted_at IS NOT NULL", voted_at="NULL"),
}
CPD = {
    "cpd_entry_source_once": repeat("membership.CpdEntry", "source_key IS NOT NULL"),
    "cpd_entry_minutes": change("membership.CpdEntry", minutes="0"),
    "cpd_evidence_once": repeat("membership.CpdEvidence"),
    "cpd_offer_once": repeat("membership.CpdOffer", "entry_id IS NULL"),
    "cpd_offer_one_answer": change("membership.CpdOffer", "entry_id IS NOT NULL", dismissed_at="now()"),
    "cpd_sample_size": change("membership.CpdSample", size="drawn_from + 1"),
    "cpd_review_state": change("membership.CpdReview", state="'lost'"),
    "cpd_review_once": repeat("membership.CpdReview"),
    "cpd_review_not_own": change("membership.CpdReview", reviewer_id="person_id"),
    "cpd_review_state_is_last_event": change("membership.CpdReview", moves="moves + 1"),
}
MOVES = moves_of(
    *("membership.Membership", "membership.GradeRequest", "membership.CharteredApplication", "membership.Appeal"),
    *("membership.CpdReview", "membership.Nomination"),
    somebody=SOMEBODY,
)
STATEMENTS = {**RECORD, **MEMBERS, **APPLICATIONS, **ASSESSING, **ORGANISATIONS, **COMPANIONS, **CPD, **MOVES}
