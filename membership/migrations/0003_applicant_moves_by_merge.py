from django.db import migrations

from cmiportal.database import deferrable


class Migration(migrations.Migration):
    """Who holds an application goes with it where two accounts of one person are made one."""

    dependencies = [("membership", "0002_composite_keys"), ("merging", "0001_initial")]

    operations = deferrable("membership_applicationholder", "application_holder_of_applicant")
