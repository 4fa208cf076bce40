from django.db import migrations

from cmiportal.database import sequence


class Migration(migrations.Migration):
    dependencies = [("qualifications", "0003_published_versions_frozen")]

    operations = [sequence(name) for name in ("enrolment_number", "receipt_number", "award_number", "case_number")]
