from django.db import migrations, models


class Migration(migrations.Migration):
    """What was sent about a thing, closed links included: each page of a place asks for it."""

    dependencies = [("links", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["subject_id"], name="link_of_subject"),
        ),
    ]
