import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def once(model, name, to, related_name, **options):
    """The column without an index of its own: a unique constraint begins with it, or nothing looks for it."""
    options.setdefault("on_delete", django.db.models.deletion.PROTECT)
    field = models.ForeignKey(to=to, related_name=related_name, db_index=False, **options)
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    """An index for every question that a page asks, and none beside one that answers it already."""

    dependencies = [("qualifications", "0005_no_dates_left_open")]

    operations = [
        migrations.RemoveConstraint(model_name="enrolment", name="enrolment_centre_key"),
        once(
            "rulegroup",
            "version",
            "qualifications.qualificationversion",
            "groups",
            on_delete=django.db.models.deletion.CASCADE,
        ),
        once(
            "barredpair",
            "version",
            "qualifications.qualificationversion",
            "barred_pairs",
            on_delete=django.db.models.deletion.CASCADE,
        ),
        once("stageholder", "unit_enrolment", "qualifications.unitenrolment", "holders"),
        once("award", "version", "qualifications.qualificationversion", "+"),
        once("submission", "stage", "qualifications.stage", "+", null=True, blank=True),
        migrations.AlterField(
            model_name="unitenrolment",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unit_enrolments",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(condition=models.Q(("state", "raised")), fields=["raised_at"], name="award_waiting"),
        ),
    ]
