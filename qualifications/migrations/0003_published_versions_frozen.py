from django.db import migrations

from cmiportal.database import frozen_itself, frozen_once_published

Q = "qualifications_"
PUBLISHED = "OLD.published_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("qualifications", "0002_composite_keys")]

    operations = [
        frozen_itself(
            f"{Q}qualificationversion", "qualification_version_frozen", when=PUBLISHED, events="UPDATE OR DELETE"
        ),
        frozen_itself(f"{Q}unitversion", "unit_version_frozen", when=PUBLISHED, events="UPDATE OR DELETE"),
        frozen_once_published(f"{Q}learningoutcome", "learning_outcome_frozen", f"{Q}unitversion", "unit_version_id"),
        frozen_once_published(f"{Q}criterion", "criterion_frozen", f"{Q}unitversion", "unit_version_id"),
        frozen_once_published(f"{Q}poolunit", "pool_unit_frozen", f"{Q}qualificationversion", "version_id"),
        frozen_once_published(f"{Q}rulegroup", "rule_group_frozen", f"{Q}qualificationversion", "version_id"),
        frozen_once_published(f"{Q}rulegroupunit", "rule_group_unit_frozen", f"{Q}qualificationversion", "version_id"),
        frozen_once_published(f"{Q}barredpair", "barred_pair_frozen", f"{Q}qualificationversion", "version_id"),
    ]
