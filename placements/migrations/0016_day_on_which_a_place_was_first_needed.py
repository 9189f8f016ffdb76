"""A search keeps the day on which the place was first needed; those that began with a move take it
from the move. The triggers write it into the history, told by its context."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

CONTEXT = """
SELECT set_config(
    'pghistory.context_metadata',
    '{"user": null, "migration": "placements.0016_day_on_which_a_place_was_first_needed"}',
    true
)
"""
BACKFILL = """
UPDATE placements_schoolsearch
SET first_needed_on = CASE
    WHEN move.can_school_stay = false AND move.school_ends_on IS NOT NULL
    THEN move.school_ends_on + 1
    ELSE move.from_on
END
FROM placements_caremove AS move
WHERE move.id = placements_schoolsearch.move_id
    AND placements_schoolsearch.needed_from_on IS NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0015_education_from_the_sixth_day'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='schoolsearch',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='schoolsearch',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='schoolsearch',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='schoolsearch',
            name='first_needed_on',
            field=models.DateField(blank=True, null=True, verbose_name='first day without a place'),
        ),
        migrations.AddField(
            model_name='schoolsearchevent',
            name='first_needed_on',
            field=models.DateField(blank=True, null=True, verbose_name='first day without a place'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolsearch',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_schoolsearchevent" ("end_reason", "end_words", "ended_by_id", "ended_on", "first_needed_on", "id", "interim", "move_id", "needed_from_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "redated", "redated_on", "started_on", "version", "why") SELECT new_values."end_reason", new_values."end_words", new_values."ended_by_id", new_values."ended_on", new_values."first_needed_on", new_values."id", new_values."interim", new_values."move_id", new_values."needed_from_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."pupil_id", new_values."redated", new_values."redated_on", new_values."started_on", new_values."version", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ccf309c7e87bd9640eac695e3cb2ac1197c140bc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5765e', referencing='REFERENCING NEW TABLE AS new_values ', table='placements_schoolsearch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolsearch',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_schoolsearchevent" ("end_reason", "end_words", "ended_by_id", "ended_on", "first_needed_on", "id", "interim", "move_id", "needed_from_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "redated", "redated_on", "started_on", "version", "why") SELECT new_values."end_reason", new_values."end_words", new_values."ended_by_id", new_values."ended_on", new_values."first_needed_on", new_values."id", new_values."interim", new_values."move_id", new_values."needed_from_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."pupil_id", new_values."redated", new_values."redated_on", new_values."started_on", new_values."version", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d9a650228471fc6a9ae35ae76518e1516de2efd6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e8b9e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='placements_schoolsearch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolsearch',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_schoolsearchevent" ("end_reason", "end_words", "ended_by_id", "ended_on", "first_needed_on", "id", "interim", "move_id", "needed_from_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "redated", "redated_on", "started_on", "version", "why") SELECT old_values."end_reason", old_values."end_words", old_values."ended_by_id", old_values."ended_on", old_values."first_needed_on", old_values."id", old_values."interim", old_values."move_id", old_values."needed_from_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."pupil_id", old_values."redated", old_values."redated_on", old_values."started_on", old_values."version", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cab0d1e706a29f88b13d35f9537227bde2e853e9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e64b0', referencing='REFERENCING OLD TABLE AS old_values ', table='placements_schoolsearch', when='AFTER')),
        ),
        migrations.RunSQL([CONTEXT, BACKFILL], reverse_sql=migrations.RunSQL.noop),
    ]
