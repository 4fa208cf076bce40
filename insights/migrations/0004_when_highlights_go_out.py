"""An issue of Highlights knows from when on it goes out, so that a run that was stopped goes on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0003_words_of_titles"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="highlightsissue",
            name="highlights_to_send",
        ),
        migrations.AddField(
            model_name="highlightsissue",
            name="send_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="goes out"),
        ),
        migrations.AddIndex(
            model_name="highlightsissue",
            index=models.Index(
                condition=models.Q(("approved_at__isnull", False), ("sent_at", None)),
                fields=["send_at"],
                name="highlights_to_send",
            ),
        ),
        migrations.AddConstraint(
            model_name="highlightsissue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("send_at", None)),
                    models.Q(("approved_at__isnull", False), ("send_at__isnull", False)),
                    _connector="OR",
                ),
                name="highlights_approved_for_a_moment",
            ),
        ),
    ]
