# Attendance and exclusions

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import pupils.models.ranges
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pupils', '0005_on_record_since_from_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AttendanceSummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('academic_year', models.CharField(max_length=7)),
                ('season', models.CharField(choices=[('autumn', 'Autumn'), ('spring', 'Spring'), ('summer', 'Summer')], max_length=8)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField()),
                ('sessions_possible', models.PositiveSmallIntegerField()),
                ('sessions_authorised', models.PositiveSmallIntegerField()),
                ('sessions_unauthorised', models.PositiveSmallIntegerField()),
                ('entered_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance_summaries', to='pupils.enrolment')),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AttendanceSummaryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('academic_year', models.CharField(max_length=7)),
                ('season', models.CharField(choices=[('autumn', 'Autumn'), ('spring', 'Spring'), ('summer', 'Summer')], max_length=8)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField()),
                ('sessions_possible', models.PositiveSmallIntegerField()),
                ('sessions_authorised', models.PositiveSmallIntegerField()),
                ('sessions_unauthorised', models.PositiveSmallIntegerField()),
                ('entered_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('enrolment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pupils.enrolment')),
                ('entered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='placements.attendancesummary')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('suspension', 'Suspension'), ('permanent', 'Permanent exclusion')], max_length=10)),
                ('started_on', models.DateField()),
                ('sessions', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('PP', 'Physical assault against a pupil'), ('PA', 'Physical assault against an adult'), ('VP', 'Verbal abuse or threatening behaviour against a pupil'), ('VA', 'Verbal abuse or threatening behaviour against an adult'), ('OW', 'Use or threat of an offensive weapon or prohibited item'), ('BU', 'Bullying'), ('RA', 'Racist abuse'), ('LG', 'Abuse against sexual orientation or gender identity'), ('DS', 'Abuse relating to disability'), ('SM', 'Sexual misconduct'), ('DA', 'Drug and alcohol related'), ('DM', 'Damage'), ('TH', 'Theft'), ('DB', 'Persistent or general disruptive behaviour'), ('MT', 'Inappropriate use of social media or online technology'), ('PH', 'Wilful and repeated breach of measures to protect public health')], max_length=2), size=None)),
                ('notified_on', models.DateField(blank=True, null=True)),
                ('provision', models.TextField(blank=True)),
                ('provision_from_on', models.DateField(blank=True, null=True)),
                ('reported_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='pupils.enrolment')),
                ('reported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ExclusionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('suspension', 'Suspension'), ('permanent', 'Permanent exclusion')], max_length=10)),
                ('started_on', models.DateField()),
                ('sessions', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('PP', 'Physical assault against a pupil'), ('PA', 'Physical assault against an adult'), ('VP', 'Verbal abuse or threatening behaviour against a pupil'), ('VA', 'Verbal abuse or threatening behaviour against an adult'), ('OW', 'Use or threat of an offensive weapon or prohibited item'), ('BU', 'Bullying'), ('RA', 'Racist abuse'), ('LG', 'Abuse against sexual orientation or gender identity'), ('DS', 'Abuse relating to disability'), ('SM', 'Sexual misconduct'), ('DA', 'Drug and alcohol related'), ('DM', 'Damage'), ('TH', 'Theft'), ('DB', 'Persistent or general disruptive behaviour'), ('MT', 'Inappropriate use of social media or online technology'), ('PH', 'Wilful and repeated breach of measures to protect public health')], max_length=2), size=None)),
                ('notified_on', models.DateField(blank=True, null=True)),
                ('provision', models.TextField(blank=True)),
                ('provision_from_on', models.DateField(blank=True, null=True)),
                ('reported_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('enrolment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pupils.enrolment')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='placements.exclusion')),
                ('reported_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='attendancesummary',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__gte', models.F('started_on'))), name='attendance_ends_after_it_starts', violation_error_message='The last day is before the first.'),
        ),
        migrations.AddConstraint(
            model_name='attendancesummary',
            constraint=models.CheckConstraint(condition=models.Q(('sessions_possible__gte', django.db.models.expressions.CombinedExpression(models.F('sessions_authorised'), '+', models.F('sessions_unauthorised')))), name='absences_within_possible_sessions', violation_error_message='More sessions were missed than were possible.'),
        ),
        migrations.AddConstraint(
            model_name='attendancesummary',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(pupils.models.ranges._NumberRange(models.F('enrolment'), models.F('enrolment'), models.Value('[]')), '&&'), (pupils.models.ranges._DateRange(models.F('started_on'), models.F('ended_on'), models.Value('[]')), '&&')], name='no_overlapping_attendance', violation_error_message='Attendance for some of these days is already on record.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendancesummary',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_attendancesummaryevent" ("academic_year", "ended_on", "enrolment_id", "entered_by_id", "entered_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "season", "sessions_authorised", "sessions_possible", "sessions_unauthorised", "started_on", "version") SELECT new_values."academic_year", new_values."ended_on", new_values."enrolment_id", new_values."entered_by_id", new_values."entered_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."season", new_values."sessions_authorised", new_values."sessions_possible", new_values."sessions_unauthorised", new_values."started_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='381731d1015ee28406e0e45293df42b03ddcfab2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_64053', referencing='REFERENCING NEW TABLE AS new_values ', table='placements_attendancesummary', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendancesummary',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_attendancesummaryevent" ("academic_year", "ended_on", "enrolment_id", "entered_by_id", "entered_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "season", "sessions_authorised", "sessions_possible", "sessions_unauthorised", "started_on", "version") SELECT new_values."academic_year", new_values."ended_on", new_values."enrolment_id", new_values."entered_by_id", new_values."entered_on", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."season", new_values."sessions_authorised", new_values."sessions_possible", new_values."sessions_unauthorised", new_values."started_on", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='574d3f898d04e71918ba3c13790609da6066b77c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_78869', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='placements_attendancesummary', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendancesummary',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_attendancesummaryevent" ("academic_year", "ended_on", "enrolment_id", "entered_by_id", "entered_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "season", "sessions_authorised", "sessions_possible", "sessions_unauthorised", "started_on", "version") SELECT old_values."academic_year", old_values."ended_on", old_values."enrolment_id", old_values."entered_by_id", old_values."entered_on", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."season", old_values."sessions_authorised", old_values."sessions_possible", old_values."sessions_unauthorised", old_values."started_on", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2e826979aaf8b67466f18c00270fc886f62fca96', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_67a2a', referencing='REFERENCING OLD TABLE AS old_values ', table='placements_attendancesummary', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attendancesummaryevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0c4ed02eb62c860e96f5e7cf93c1a39e99d98aa1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_15dd2', table='placements_attendancesummaryevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.UniqueConstraint(fields=('enrolment', 'kind', 'started_on'), name='one_exclusion_of_a_kind_a_day', violation_error_message='This is already on record for that day.'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspension'), ('sessions__gte', 1), ('sessions__isnull', False)), models.Q(('kind', 'permanent'), ('sessions__isnull', True)), _connector='OR'), name='suspension_has_a_length', violation_error_message='Give the length of a suspension, of at least half a day.'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(('reasons__len__gte', 1), ('reasons__len__lte', 3), ('reasons__contained_by', ['PP', 'PA', 'VP', 'VA', 'OW', 'BU', 'RA', 'LG', 'DS', 'SM', 'DA', 'DM', 'TH', 'DB', 'MT', 'PH'])), name='exclusion_has_up_to_three_reasons', violation_error_message='Give one to three reasons.'),
        ),
        migrations.AddConstraint(
            model_name='exclusion',
            constraint=models.CheckConstraint(condition=models.Q(('provision_from_on__isnull', True), ('provision_from_on__gte', models.F('started_on')), _connector='OR'), name='provision_begins_with_the_exclusion', violation_error_message='The education provided cannot begin before the exclusion.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_exclusionevent" ("enrolment_id", "id", "kind", "notified_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provision", "provision_from_on", "reasons", "reported_by_id", "reported_on", "sessions", "started_on", "version") SELECT new_values."enrolment_id", new_values."id", new_values."kind", new_values."notified_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."provision", new_values."provision_from_on", new_values."reasons", new_values."reported_by_id", new_values."reported_on", new_values."sessions", new_values."started_on", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e3c63da39a8e55a628b37989b22b964ea9d5698c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_75b7e', referencing='REFERENCING NEW TABLE AS new_values ', table='placements_exclusion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_exclusionevent" ("enrolment_id", "id", "kind", "notified_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provision", "provision_from_on", "reasons", "reported_by_id", "reported_on", "sessions", "started_on", "version") SELECT new_values."enrolment_id", new_values."id", new_values."kind", new_values."notified_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."provision", new_values."provision_from_on", new_values."reasons", new_values."reported_by_id", new_values."reported_on", new_values."sessions", new_values."started_on", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1ee2fa6a14d8e3c633c19fcccc512499cc4a0498', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4b56b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='placements_exclusion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_exclusionevent" ("enrolment_id", "id", "kind", "notified_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provision", "provision_from_on", "reasons", "reported_by_id", "reported_on", "sessions", "started_on", "version") SELECT old_values."enrolment_id", old_values."id", old_values."kind", old_values."notified_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."provision", old_values."provision_from_on", old_values."reasons", old_values."reported_by_id", old_values."reported_on", old_values."sessions", old_values."started_on", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ceef7b0841a4bcd21e4ebbb18760a3b82a2b9af4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_525a9', referencing='REFERENCING OLD TABLE AS old_values ', table='placements_exclusion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2bf78cef1edfec2d6e8f260a7770095d9c4655d5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_24beb', table='placements_exclusionevent', when='BEFORE')),
        ),
    ]
