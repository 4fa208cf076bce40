"""Which forms create something: each of their views acts once."""

from django.urls import get_resolver

from tests.pages import addresses

# What makes a row that a second sending would make again. All other POSTs are moves, which carry the number of moves
# that the page showed, or write the same values again; a new draft (item_draft_new) has the id of its form's key.
CREATING = {
    "accounts:calendar_key",
    "accounts:see_as",
    "events:booking_add",
    "events:booking_detail",
    "events:booking_feedback",
    "membership:appeal_detail",
    "membership:application_begin",
    "membership:application_pay",
    "membership:application_submit",
    "membership:answers_keep",
    "membership:cpd_entry_add",
    "membership:cpd_offer_take_up",
    "membership:cpd_sample_list",
    "membership:desk_allocate",
    "membership:discussion_detail",
    "membership:experience_add",
    "membership:held_add",
    "membership:nominate",
    "membership:organisation_detail",
    "membership:referee_edit",
    "membership:referee_remind",
    "membership:renewal",
    "membership:request_begin",
    "membership:request_check",
    "membership:seat_invite_again",
    "membership:seats_buy",
    "membership:seats_renew",
    "membership:slot_list",
    "membership:statement_evidence_add",
    "qualifications:cohort_confirm",
    "qualifications:enrolment_request",
    "qualifications:item_add",
    "qualifications:item_add_to_criterion",
    "qualifications:item_add_files",
    "qualifications:item_map",
    "qualifications:item_restore",
    "qualifications:line_manager_change",
    "qualifications:mapping_add",
    "qualifications:submission_submit",
    "qualifications:work_allocate",
}


def test_every_view_that_creates_acts_once():
    once = {name for name, pattern in addresses(get_resolver()) if getattr(pattern.callback, "once", False)}

    assert once == CREATING
