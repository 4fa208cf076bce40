from django.db import migrations

from cmiportal.database import composite_key, state_is_last_event

Q = "qualifications_"


def key(table, name, columns, to, references, deferred=False):
    return composite_key(Q + table, name, columns, to if "_" in to else Q + to, references, deferred=deferred)


class Migration(migrations.Migration):
    """What a child says of its grandparents is true: see docs/schema.md, "Composite keys"."""

    dependencies = [("qualifications", "0001_initial"), ("documents", "0002_versions_never_change")]

    operations = [
        # Catalogue
        key("criterion", "criterion_outcome", "outcome_id, unit_version_id", "learningoutcome", "id, unit_version_id"),
        key("poolunit", "pool_unit_version_of_unit", "unit_version_id, unit_id", "unitversion", "id, unit_id"),
        key("rulegroupunit", "rule_group_unit_same_version", "group_id, version_id", "rulegroup", "id, version_id"),
        key("rulegroupunit", "rule_group_unit_in_pool", "version_id, unit_id", "poolunit", "version_id, unit_id"),
        key("barredpair", "barred_pair_first_in_pool", "version_id, first_id", "poolunit", "version_id, unit_id"),
        key("barredpair", "barred_pair_second_in_pool", "version_id, second_id", "poolunit", "version_id, unit_id"),
        # Enrolment
        key(
            "enrolment",
            "enrolment_version_of_qualification",
            "version_id, qualification_id",
            "qualificationversion",
            "id, qualification_id",
        ),
        key(
            "unitenrolment",
            "unit_enrolment_of_learner",
            "enrolment_id, learner_id, version_id",
            "enrolment",
            "id, learner_id, version_id",
            deferred=True,
        ),
        key(
            "unitenrolment",
            "unit_enrolment_in_pool",
            "version_id, unit_id, unit_version_id",
            "poolunit",
            "version_id, unit_id, unit_version_id",
            deferred=True,
        ),
        # Portfolio
        key("mapping", "mapping_version", "unit_enrolment_id, unit_version_id", "unitenrolment", "id, unit_version_id"),
        key("mapping", "mapping_learner", "unit_enrolment_id, learner_id", "unitenrolment", "id, learner_id"),
        key("mapping", "mapping_criterion", "criterion_id, unit_version_id", "criterion", "id, unit_version_id"),
        key("mapping", "mapping_item_of_learner", "item_id, learner_id", "documents_item", "id, owner_id"),
        # Assessment
        key(
            "submission",
            "submission_state_is_stage",
            "stage_id, id, state",
            "stage",
            "id, submission_id, stage",
            deferred=True,
        ),
        key("handin", "hand_in_submission", "submission_id, unit_enrolment_id", "submission", "id, unit_enrolment_id"),
        key("handinitem", "hand_in_item_hand_in", "hand_in_id, unit_enrolment_id", "handin", "id, unit_enrolment_id"),
        key(
            "handinitem", "hand_in_item_learner", "unit_enrolment_id, learner_id", "unitenrolment", "id, learner_id"
        ),
        key(
            "handinitem",
            "hand_in_item_version",
            "unit_enrolment_id, unit_version_id",
            "unitenrolment",
            "id, unit_version_id",
        ),
        key(
            "handinitem",
            "hand_in_item_of_learner",
            "item_version_id, learner_id",
            "documents_itemversion",
            "id, owner_id",
        ),
        key(
            "handinitem", "hand_in_item_criterion", "criterion_id, unit_version_id", "criterion", "id, unit_version_id"
        ),
        key(
            "judgement",
            "judgement_submission",
            "submission_id, unit_enrolment_id",
            "submission",
            "id, unit_enrolment_id",
        ),
        key(
            "judgement",
            "judgement_version",
            "unit_enrolment_id, unit_version_id",
            "unitenrolment",
            "id, unit_version_id",
        ),
        key("judgement", "judgement_criterion", "criterion_id, unit_version_id", "criterion", "id, unit_version_id"),
        key(
            "stageholder", "stage_holder_learner", "unit_enrolment_id, learner_id", "unitenrolment", "id, learner_id"
        ),
        key("stage", "stage_enrolment", "submission_id, unit_enrolment_id", "submission", "id, unit_enrolment_id"),
        key(
            "stage",
            "stage_holder_holds",
            "unit_enrolment_id, stage, holder_id",
            "stageholder",
            "unit_enrolment_id, stage, person_id",
        ),
        # Awards
        key("unitpass", "unit_pass_version_of_unit", "unit_version_id, unit_id", "unitversion", "id, unit_id"),
        key(
            "unitpass",
            "unit_pass_by_submission",
            "submission_id, unit_enrolment_id",
            "submission",
            "id, unit_enrolment_id",
        ),
        key("unitpass", "unit_pass_learner", "unit_enrolment_id, learner_id", "unitenrolment", "id, learner_id"),
        key(
            "unitpass",
            "unit_pass_version",
            "unit_enrolment_id, unit_version_id",
            "unitenrolment",
            "id, unit_version_id",
        ),
        key(
            "award",
            "award_enrolment",
            "enrolment_id, learner_id, version_id",
            "enrolment",
            "id, learner_id, version_id",
        ),
        key("awardunit", "award_unit_award", "award_id, learner_id, version_id", "award", "id, learner_id, version_id"),
        key("awardunit", "award_unit_in_pool", "version_id, unit_id", "poolunit", "version_id, unit_id"),
        key(
            "awardunit",
            "award_unit_pass_of_learner",
            "unit_pass_id, learner_id, unit_id",
            "unitpass",
            "id, learner_id, unit_id",
        ),
        # No state without its event
        *(state_is_last_event(Q + name, name, name) for name in ("enrolment", "submission", "award", "case")),
    ]
