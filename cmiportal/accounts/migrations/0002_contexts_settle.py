from django.db import migrations

from cmiportal.database import frozen_itself


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [
        # Who made a change, on which page: pghistory writes it anew with each change of a request, then never again.
        frozen_itself("pghistory_context", "context_settled", when="OLD.created_at < now() - interval '1 hour'"),
    ]
