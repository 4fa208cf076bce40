import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cmiportal.workflow


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_contexts_settle")]

    operations = [
        migrations.CreateModel(
            name="SeenAs",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=cmiportal.workflow.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(verbose_name="at most until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seen_by",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "viewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "look as somebody else",
                "verbose_name_plural": "looks as somebody else",
                "ordering": ["-since", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("viewer", models.F("person")), _negated=True), name="seen_as_somebody_else"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="seen_as_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("since"))), name="seen_as_has_end"
                    ),
                ],
            },
        ),
    ]
