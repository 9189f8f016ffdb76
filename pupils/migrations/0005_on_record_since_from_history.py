"""A child is on record since the first day of its history, not since the day of an upgrade.

It is a change like any other: the trigger writes it into the history, told by its context. Only
earlier days are taken over, so that a second run changes nothing.
"""

from django.db import migrations

CONTEXT = """
SELECT set_config(
    'pghistory.context_metadata',
    '{"user": null, "migration": "pupils.0005_on_record_since_from_history"}',
    true
)
"""
BACKFILL = """
UPDATE pupils_pupil
SET on_record_since = history.first_day
FROM (
    SELECT pgh_obj_id, (min(pgh_created_at) AT TIME ZONE 'Europe/London')::date AS first_day
    FROM pupils_pupilevent
    GROUP BY pgh_obj_id
) AS history
WHERE history.pgh_obj_id = pupils_pupil.id AND history.first_day < pupils_pupil.on_record_since
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pupils", "0004_recalculation"),
        ("pghistory", "0007_auto_20250421_0444"),  # the function that its triggers call
    ]

    operations = [
        migrations.RunSQL([CONTEXT, BACKFILL], reverse_sql=migrations.RunSQL.noop),
    ]
