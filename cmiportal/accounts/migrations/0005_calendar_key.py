import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The secret address of a person's calendar."""

    dependencies = [("accounts", "0004_person_moves_by_merge")]

    operations = [
        migrations.CreateModel(
            name="CalendarKey",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="calendar_key",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("secret", models.CharField(max_length=43, unique=True)),
                ("renewed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "address of a calendar",
                "verbose_name_plural": "addresses of calendars",
                "ordering": ["person"],
            },
        ),
    ]
