import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """Where an event is stays out of its history, as all text that people type."""

    dependencies = [
        ('events', '0004_found_by_words_and_place'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='event',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='eventhistory',
            name='address',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventhistory" ("access", "capacity", "closes_at", "cpd_minutes", "created_at", "ends_at", "format", "id", "kind", "opens_at", "party_max", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "region_id", "sequence", "series_id", "slides_id", "slug", "starts_at", "strapline", "time_zone", "title", "venue") VALUES (NEW."access", NEW."capacity", NEW."closes_at", NEW."cpd_minutes", NEW."created_at", NEW."ends_at", NEW."format", NEW."id", NEW."kind", NEW."opens_at", NEW."party_max", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."region_id", NEW."sequence", NEW."series_id", NEW."slides_id", NEW."slug", NEW."starts_at", NEW."strapline", NEW."time_zone", NEW."title", NEW."venue"); RETURN NULL;', hash='902a41c0ce4fd2353f8472e93f52b31d03c1ef84', operation='INSERT', pgid='pgtrigger_insert_insert_82b94', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."access" IS DISTINCT FROM (NEW."access") OR OLD."capacity" IS DISTINCT FROM (NEW."capacity") OR OLD."closes_at" IS DISTINCT FROM (NEW."closes_at") OR OLD."cpd_minutes" IS DISTINCT FROM (NEW."cpd_minutes") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."opens_at" IS DISTINCT FROM (NEW."opens_at") OR OLD."party_max" IS DISTINCT FROM (NEW."party_max") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."slides_id" IS DISTINCT FROM (NEW."slides_id") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."strapline" IS DISTINCT FROM (NEW."strapline") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."venue" IS DISTINCT FROM (NEW."venue"))', func='INSERT INTO "events_eventhistory" ("access", "capacity", "closes_at", "cpd_minutes", "created_at", "ends_at", "format", "id", "kind", "opens_at", "party_max", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "region_id", "sequence", "series_id", "slides_id", "slug", "starts_at", "strapline", "time_zone", "title", "venue") VALUES (NEW."access", NEW."capacity", NEW."closes_at", NEW."cpd_minutes", NEW."created_at", NEW."ends_at", NEW."format", NEW."id", NEW."kind", NEW."opens_at", NEW."party_max", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."region_id", NEW."sequence", NEW."series_id", NEW."slides_id", NEW."slug", NEW."starts_at", NEW."strapline", NEW."time_zone", NEW."title", NEW."venue"); RETURN NULL;', hash='79bfd077dee1fb87676f0827a7a3ad255c242b0a', operation='UPDATE', pgid='pgtrigger_update_update_73f59', table='events_event', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "events_eventhistory" ("access", "capacity", "closes_at", "cpd_minutes", "created_at", "ends_at", "format", "id", "kind", "opens_at", "party_max", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "region_id", "sequence", "series_id", "slides_id", "slug", "starts_at", "strapline", "time_zone", "title", "venue") VALUES (OLD."access", OLD."capacity", OLD."closes_at", OLD."cpd_minutes", OLD."created_at", OLD."ends_at", OLD."format", OLD."id", OLD."kind", OLD."opens_at", OLD."party_max", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."region_id", OLD."sequence", OLD."series_id", OLD."slides_id", OLD."slug", OLD."starts_at", OLD."strapline", OLD."time_zone", OLD."title", OLD."venue"); RETURN NULL;', hash='2edfd695ca2b3f4ed182e37aaf47026ccd51ec61', operation='DELETE', pgid='pgtrigger_delete_delete_d74a6', table='events_event', when='AFTER')),
        ),
    ]
