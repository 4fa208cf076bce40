from django.db import migrations

from cmiportal.database import deferrable, moves_with_its_person

Q = "qualifications_"


class Migration(migrations.Migration):
    """Work and awards go with their learner where two accounts of one person are made one, all at one commit."""

    dependencies = [("qualifications", "0006_indexes_by_use"), ("merging", "0001_initial")]

    operations = [
        *deferrable(f"{Q}mapping", "mapping_learner", "mapping_item_of_learner"),
        *deferrable(f"{Q}handinitem", "hand_in_item_learner", "hand_in_item_of_learner"),
        *deferrable(f"{Q}stageholder", "stage_holder_learner"),
        *deferrable(f"{Q}stage", "stage_holder_holds"),
        *deferrable(f"{Q}unitpass", "unit_pass_learner"),
        *deferrable(f"{Q}award", "award_enrolment"),
        *deferrable(f"{Q}awardunit", "award_unit_award", "award_unit_pass_of_learner"),
        moves_with_its_person(f"{Q}handinitem", "hand_in_item_learner_by_merge", "learner_id"),
        moves_with_its_person(f"{Q}awardunit", "award_unit_learner_by_merge", "learner_id"),
    ]
