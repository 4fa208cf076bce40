from django.db import migrations

from cmiportal.database import sequence, state_is_last_event


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        state_is_last_event("billing_order", "order", "order"),
        sequence("order_number"),
    ]
