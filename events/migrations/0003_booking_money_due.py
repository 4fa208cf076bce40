from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when the order of a booking that ended waits to be ended too, or its money to go back."""

    dependencies = [("events", "0002_states_are_events")]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="money_due_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="money to be seen to since"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("money_due_at__isnull", False)), fields=["money_due_at"], name="booking_money_due"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("access_needs", ""), ("diet", ""), _negated=True),
                fields=["event"],
                name="booking_with_needs",
            ),
        ),
    ]
