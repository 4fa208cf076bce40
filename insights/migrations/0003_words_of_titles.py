"""Articles are found by the words of their titles, in small letters and without accents."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import cmiportal.database


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0002_states_and_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="articleversion",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=cmiportal.database.ImmutableUnaccent("title"),
                output_field=models.CharField(max_length=500),
            ),
        ),
        migrations.AddIndex(
            model_name="articleversion",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="article_version_words", opclasses=["gin_trgm_ops"]
            ),
        ),
    ]
