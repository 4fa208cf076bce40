"""For each rule that the database keeps, a statement that breaks it, and as far as can be no other.

Written for the demo's portal with the drafts of ``test_database_rules``; the rows of a draft are those that no
published version holds still.
"""

from tests.breaking import change, moves_of, one, other, repeat, table

NEW = {"number": "'X-1'", "code": "'X-1'", "receipt_number": "'X-1'"}
UNPUBLISHED = "published_at IS NULL"
DRAFT_UNIT = f"unit_version_id IN (SELECT id FROM {table('UnitVersion')} WHERE {UNPUBLISHED})"
DRAFT_RULE = f"version_id = ({one('QualificationVersion', UNPUBLISHED)})"
SECOND_DRAFT = f"(SELECT max(id) FROM {table('QualificationVersion')})"
SOMEBODY = other("accounts.User", "id", "email = 'harun.verifier@example.org'")
UNTOUCHED = (
    f"id NOT IN (SELECT unit_enrolment_id FROM {table('Mapping')})"
    f" AND id NOT IN (SELECT unit_enrolment_id FROM {table('Submission')})"
)
UNCOUNTED = f"id NOT IN (SELECT unit_pass_id FROM {table('AwardUnit')})"
STRANGE_CRITERION = other("Criterion", "id", "t.unit_version_id <> one.unit_version_id")
STRANGE_VERSION = other("Criterion", "unit_version_id", "t.unit_version_id <> one.unit_version_id")
STRANGE_UNIT = other("UnitEnrolment", "id", "t.id <> one.unit_enrolment_id")
FILE = other("documents.StoredFile", "id")

CATALOGUE = {
    "level_number": f"UPDATE {table('Level')} SET number = 9 WHERE number = 6",
    "level_words": f"UPDATE {table('Level')} SET words_from = 100, words_to = NULL",
    "qualification_dates_in_order": change(
        "Qualification", operational_start="'2027-01-02'", last_registration="'2027-01-01'"
    ),
    "qualification_version_number": repeat("QualificationVersion"),
    "qualification_version_credits": change("QualificationVersion", UNPUBLISHED, max_credits="min_credits - 1"),
    "qualification_version_frozen": change("QualificationVersion", min_credits="1"),
    "unit_version_number": repeat("UnitVersion"),
    "unit_version_credits": change("UnitVersion", UNPUBLISHED, credits="61"),
    "unit_version_frozen": change("UnitVersion", title="'Another'"),
    "learning_outcome_number": repeat("LearningOutcome", DRAFT_UNIT),
    "learning_outcome_frozen": change("LearningOutcome", text="'Another'"),
    "criterion_code": repeat("Criterion", DRAFT_UNIT),
    "criterion_outcome": change("Criterion", DRAFT_UNIT, outcome_id=other("LearningOutcome", "id")),
    "criterion_frozen": change("Criterion", text="'another'"),
    "pool_unit_once": repeat(
        "PoolUnit", DRAFT_RULE, unit_version_id=other("UnitVersion", "id", "t.unit_id = one.unit_id AND number = 2")
    ),
    "pool_unit_version_of_unit": change("PoolUnit", DRAFT_RULE, unit_version_id=other("UnitVersion", "id")),
    "pool_unit_frozen": change("PoolUnit", mandatory="NOT mandatory"),
    "rule_group_name": repeat("RuleGroup", DRAFT_RULE),
    "rule_group_asks_something": change("RuleGroup", DRAFT_RULE, min_credits="NULL", min_units="NULL"),
    "rule_group_frozen": change("RuleGroup", name="'Another'"),
    "rule_group_unit_once": repeat("RuleGroupUnit", DRAFT_RULE),
    "rule_group_unit_same_version": change("RuleGroupUnit", DRAFT_RULE, version_id=SECOND_DRAFT),
    "rule_group_unit_in_pool": change("RuleGroupUnit", DRAFT_RULE, unit_id=other("Unit", "id")),
    "rule_group_unit_frozen": f"DELETE FROM {table('RuleGroupUnit')} WHERE id = ({one('RuleGroupUnit')})",
    "barred_pair_once": repeat("BarredPair", DRAFT_RULE),
    "barred_pair_ordered": change("BarredPair", DRAFT_RULE, first_id="second_id", second_id="first_id"),
    "barred_pair_first_in_pool": change("BarredPair", DRAFT_RULE, first_id=other("Unit", "id")),
    "barred_pair_second_in_pool": change("BarredPair", DRAFT_RULE, second_id=f"(SELECT max(id) FROM {table('Unit')})"),
    "barred_pair_frozen": f"DELETE FROM {table('BarredPair')} WHERE id = ({one('BarredPair')})",
}
PLACES = {
    "approval_from": change("Approval", during="'(,2020-01-01)'"),
    "approval_no_overlap": repeat("Approval"),
    "centre_staff_from": change("CentreStaff", during="'empty'"),
    "centre_staff_no_overlap": repeat("CentreStaff"),
    "centre_staff_role": change("CentreStaff", role="'examiner'"),
    "enrolment_state": change("Enrolment", state="'lost'"),
    "enrolment_one_open": repeat("Enrolment", "state = 'registered'", number=NEW["number"]),
    "enrolment_registered_has_dates": change("Enrolment", "state = 'registered'", expires_on="NULL"),
    "enrolment_version_of_qualification": change(
        "Enrolment",
        "state = 'requested'",
        version_id=other("QualificationVersion", "id", "t.qualification_id <> one.qualification_id"),
    ),
    "enrolment_state_is_last_event": change("Enrolment", moves="moves + 1"),
    "unit_enrolment_once": repeat("UnitEnrolment"),
    "unit_enrolment_in_pool": change(
        "UnitEnrolment",
        UNTOUCHED,
        unit_id=other("Unit", "id"),
        unit_version_id=other("UnitVersion", "id"),
    ),
    "unit_enrolment_of_learner": change("UnitEnrolment", UNTOUCHED, learner_id=SOMEBODY),
    "mapping_once": repeat("Mapping"),
    "mapping_version": change("Mapping", unit_version_id=STRANGE_VERSION, criterion_id=STRANGE_CRITERION),
    "mapping_learner": change(
        "Mapping",
        learner_id=other("documents.Item", "owner_id", "t.owner_id <> one.learner_id"),
        item_id=other("documents.Item", "id", "t.owner_id <> one.learner_id"),
    ),
    "mapping_criterion": change("Mapping", criterion_id=STRANGE_CRITERION),
    "mapping_item_of_learner": change("Mapping", item_id=other("documents.Item", "id", "t.owner_id <> one.learner_id")),
}
EVIDENCE = {
    "stored_file_not_empty": change("documents.StoredFile", size="0"),
    "stored_file_storage_key": repeat("documents.StoredFile"),
    "stored_file_owner_by_merge": change("documents.StoredFile", owner_id=SOMEBODY),
    "stored_file_verdict": change("documents.StoredFile", verdict="'lost'"),
    "item_version_file_has_hash": repeat("documents.ItemVersion", number="99", file_id=FILE, file_sha256="NULL"),
    "item_version_file_hash": repeat("documents.ItemVersion", number="99", file_id=FILE, file_sha256="'x'::bytea"),
    "item_version_has_content": repeat(
        "documents.ItemVersion", number="99", text="''", text_sha256="sha256_text('')", file_id="NULL"
    ),
    "item_version_text_hash": repeat("documents.ItemVersion", number="99", text="'Another text'"),
    "item_version_number": repeat("documents.ItemVersion"),
    "item_version_owner": repeat("documents.ItemVersion", number="99", owner_id=SOMEBODY),
    "item_version_frozen": change("documents.ItemVersion", word_count="word_count + 1"),
    "item_version_owner_by_merge": change("documents.ItemVersion", owner_id=SOMEBODY),
    "hand_in_number": repeat("HandIn", receipt_number=NEW["receipt_number"]),
    "hand_in_submission": repeat(
        "HandIn", receipt_number=NEW["receipt_number"], number="99", unit_enrolment_id=STRANGE_UNIT
    ),
    "hand_in_item_once": repeat("HandInItem"),
    "hand_in_item_hand_in": change(
        "HandInItem", hand_in_id=other("HandIn", "id", "t.unit_enrolment_id <> one.unit_enrolment_id")
    ),
    "hand_in_item_learner": repeat(
        "HandInItem",
        learner_id=other("documents.ItemVersion", "owner_id", "t.owner_id <> one.learner_id"),
        item_version_id=other("documents.ItemVersion", "id", "t.owner_id <> one.learner_id"),
    ),
    "hand_in_item_of_learner": change(
        "HandInItem", item_version_id=other("documents.ItemVersion", "id", "t.owner_id <> one.learner_id")
    ),
    "hand_in_item_learner_by_merge": change("HandInItem", learner_id=SOMEBODY),
    "hand_in_item_version": change("HandInItem", unit_version_id=STRANGE_VERSION, criterion_id=STRANGE_CRITERION),
    "hand_in_item_criterion": change("HandInItem", criterion_id=STRANGE_CRITERION),
}
ASSESSMENT = {
    "submission_state": change("Submission", "state = 'passed'", state="'lost'"),
    "submission_attempt": repeat("Submission", "state = 'referred'"),
    "submission_one_open": repeat("Submission", "state = 'marking'", attempt="9"),
    "submission_one_pass": repeat("Submission", "state = 'passed'", attempt="9"),
    "submission_stage_iff_open": change("Submission", "state = 'passed'", stage_id=other("Stage", "id")),
    "submission_state_is_stage": change(
        "Submission",
        "state = 'marking'",
        stage_id=other("Stage", "id", "t.submission_id <> one.id AND t.stage = 'marking'"),
    ),
    "submission_state_is_last_event": change("Submission", moves="moves + 1"),
    "judgement_once": repeat("Judgement", "met", met="FALSE"),
    "judgement_met_stays_met": repeat(
        "Judgement", "met", submission_id=other("Submission", "id", "t.id <> one.submission_id")
    ),
    "judgement_submission": change(
        "Judgement", submission_id=other("Submission", "id", "t.unit_enrolment_id <> one.unit_enrolment_id")
    ),
    "judgement_version": change("Judgement", unit_version_id=STRANGE_VERSION, criterion_id=STRANGE_CRITERION),
    "judgement_criterion": change("Judgement", criterion_id=STRANGE_CRITERION),
    "stage_holder_one_per_stage": repeat("StageHolder", "ended_at IS NULL", person_id=SOMEBODY),
    "stage_holder_one_stage_per_person": repeat("StageHolder", stage="'appeal_1'"),
    "stage_holder_not_the_learner": change("StageHolder", person_id="learner_id"),
    "stage_holder_learner": change("StageHolder", learner_id=SOMEBODY),
    "stage_one_open": repeat("Stage", "ended_at IS NULL"),
    "stage_has_holder": change("Stage", "stage = 'marking'", holder_id="NULL"),
    "stage_times_in_order": change("Stage", due_at="started_at - interval '1 day'"),
    "stage_enrolment": change("Stage", "stage = 'allocation'", unit_enrolment_id=STRANGE_UNIT),
    "stage_holder_holds": change("Stage", "stage = 'marking'", holder_id=SOMEBODY),
    "clock_pause_no_overlap": repeat("ClockPause"),
}
AWARDS = {
    "unit_pass_once": repeat(
        "UnitPass",
        submission_id="NULL",
        unit_enrolment_id="NULL",
        transfer_id=other("documents.ItemVersion", "id"),
    ),
    "unit_pass_one_source": change("UnitPass", transfer_id=other("documents.ItemVersion", "id")),
    "unit_pass_by_submission": change("UnitPass", submission_id=other("Submission", "id", "state = 'referred'")),
    "unit_pass_learner": change("UnitPass", UNCOUNTED, learner_id=SOMEBODY),
    "unit_pass_version": change(
        "UnitPass",
        f"{UNCOUNTED} AND unit_id = ({one('Unit', '''number = '601' ''')})",
        unit_version_id=other("UnitVersion", "id", "t.unit_id = one.unit_id AND number = 2"),
    ),
    "unit_pass_version_of_unit": change("UnitPass", UNCOUNTED, unit_id=other("Unit", "id", "t.id <> one.unit_id")),
    "award_one_standing": repeat("Award", number=NEW["number"], code=NEW["code"]),
    "award_dates_fit_state": change("Award", "state = 'issued'", issued_at="NULL"),
    "award_enrolment": f"DELETE FROM {table('AwardUnit')}; {change('Award', learner_id=SOMEBODY)}",
    "award_state_is_last_event": change("Award", moves="moves + 1"),
    "award_unit_once": repeat("AwardUnit"),
    "award_unit_award": change(
        "AwardUnit",
        version_id=other("PoolUnit", "version_id", "t.unit_id = one.unit_id AND t.version_id <> one.version_id"),
    ),
    "award_unit_learner_by_merge": change("AwardUnit", learner_id=SOMEBODY),
    "award_unit_in_pool": change(
        "AwardUnit",
        f"learner_id IN (SELECT learner_id FROM {table('UnitPass')} WHERE {UNCOUNTED})",
        unit_id=other("UnitPass", "unit_id", f"t.learner_id = one.learner_id AND t.{UNCOUNTED}"),
        unit_pass_id=other("UnitPass", "id", f"t.learner_id = one.learner_id AND t.{UNCOUNTED}"),
    ),
    "award_unit_pass_of_learner": change(
        "AwardUnit",
        unit_pass_id=other("UnitPass", "id", "t.unit_id = one.unit_id AND t.learner_id <> one.learner_id"),
    ),
    "certificate_serial": repeat("Certificate", replaced_at="now()"),
    "certificate_one_current": repeat("Certificate", "replaced_at IS NULL", serial="99"),
    "case_state": change("Case", state="'lost'"),
    "case_about_one_thing": change("Case", award_id=other("Award", "id")),
    "case_state_is_last_event": change("Case", moves="moves + 1"),
    "case_handler_once": repeat("CaseHandler"),
}
EVENTS = moves_of("Enrolment", "Submission", "Award", "Case", somebody=SOMEBODY)
STATEMENTS = {**CATALOGUE, **PLACES, **EVIDENCE, **ASSESSMENT, **AWARDS, **EVENTS}
