import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import cmiportal.database


class Migration(migrations.Migration):
    """Events and speakers are found by words without accents, organisations by the names of a region's parts."""

    dependencies = [
        ('documents', '0004_owner_moves_by_merge'),
        ('membership', '0001_initial'),  # immutable_unaccent
        ('events', '0003_booking_money_due'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='region',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='region',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='region',
            name='delete_delete',
        ),
        migrations.RemoveIndex(
            model_name='event',
            name='event_title_words',
        ),
        migrations.AddField(
            model_name='event',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=cmiportal.database.ImmutableUnaccent(django.db.models.functions.text.Concat('title', models.Value(' '), 'strapline', models.Value(' '), 'venue')), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='region',
            name='covers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None, verbose_name='names of its parts'),
        ),
        migrations.AddField(
            model_name='regionhistory',
            name='covers',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None, verbose_name='names of its parts'),
        ),
        migrations.AddField(
            model_name='speaker',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=cmiportal.database.ImmutableUnaccent('name'), output_field=models.CharField(max_length=360)),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['starts_at', 'id'], name='event_upcoming'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='event_words', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='speaker',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='speaker_words', opclasses=['gin_trgm_ops']),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_regionhistory" ("abroad", "covers", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."abroad", NEW."covers", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."key", NEW."position", NEW."title"); RETURN NULL;', hash='d14408de3b9b5ba90cf4e849b6b77245bc6d6953', operation='INSERT', pgid='pgtrigger_insert_insert_496db', table='events_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."abroad" IS DISTINCT FROM (NEW."abroad") OR OLD."covers" IS DISTINCT FROM (NEW."covers") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."position" IS DISTINCT FROM (NEW."position") OR OLD."title" IS DISTINCT FROM (NEW."title"))', func='INSERT INTO "events_regionhistory" ("abroad", "covers", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (NEW."abroad", NEW."covers", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."key", NEW."position", NEW."title"); RETURN NULL;', hash='f7a62308e53264afb2330264803b5ea906419843', operation='UPDATE', pgid='pgtrigger_update_update_facae', table='events_region', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='region',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_regionhistory" ("abroad", "covers", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "title") VALUES (OLD."abroad", OLD."covers", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."key", OLD."position", OLD."title"); RETURN NULL;', hash='7bac03698048abbd90fe9b54f5b6ae1d79934a02', operation='DELETE', pgid='pgtrigger_delete_delete_d0b00', table='events_region', when='AFTER')),
        ),
    ]
