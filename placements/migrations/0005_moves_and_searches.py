# Moves of home, who was consulted, and school searches
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('placements', '0004_around_exclusions'),
        ('pupils', '0007_named_owners'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CareMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('recorded', 'Recorded')], default='draft', max_length=8)),
                ('is_emergency', models.BooleanField()),
                ('from_on', models.DateField(blank=True, null=True)),
                ('placement_type', models.CharField(blank=True, max_length=3)),
                ('provider', models.CharField(blank=True, max_length=3)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('area_code', models.CharField(blank=True, max_length=3)),
                ('is_address_confidential', models.BooleanField(default=False)),
                ('can_school_stay', models.BooleanField(blank=True, null=True)),
                ('why_not_stay', models.TextField(blank=True)),
                ('school_ends_on', models.DateField(blank=True, null=True)),
                ('wishes', models.TextField(blank=True)),
                ('is_pep_considered', models.BooleanField(default=False)),
                ('arrangements', models.TextField(blank=True)),
                ('approved_by', models.CharField(blank=True, max_length=150)),
                ('approved_on', models.DateField(blank=True, null=True)),
                ('approval_words', models.TextField(blank=True)),
                ('started_on', models.DateField()),
                ('recorded_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('enrolment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pupils.enrolment')),
                ('placement', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='move', to='pupils.careplacement')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='pupils.pupil')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-from_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='CareMoveEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('recorded', 'Recorded')], default='draft', max_length=8)),
                ('is_emergency', models.BooleanField()),
                ('from_on', models.DateField(blank=True, null=True)),
                ('placement_type', models.CharField(blank=True, max_length=3)),
                ('provider', models.CharField(blank=True, max_length=3)),
                ('postcode', models.CharField(blank=True, max_length=8)),
                ('area_code', models.CharField(blank=True, max_length=3)),
                ('is_address_confidential', models.BooleanField(default=False)),
                ('can_school_stay', models.BooleanField(blank=True, null=True)),
                ('why_not_stay', models.TextField(blank=True)),
                ('school_ends_on', models.DateField(blank=True, null=True)),
                ('wishes', models.TextField(blank=True)),
                ('is_pep_considered', models.BooleanField(default=False)),
                ('arrangements', models.TextField(blank=True)),
                ('approved_by', models.CharField(blank=True, max_length=150)),
                ('approved_on', models.DateField(blank=True, null=True)),
                ('approval_words', models.TextField(blank=True)),
                ('started_on', models.DateField()),
                ('recorded_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('enrolment', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pupils.enrolment')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='placements.caremove')),
                ('placement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pupils.careplacement')),
                ('pupil', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pupils.pupil')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MoveConsultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whom', models.CharField(choices=[('child', 'the child'), ('school', 'the school (designated teacher)'), ('carer', 'the carer'), ('vsh', 'the Virtual School'), ('iro', 'the reviewing officer (IRO)'), ('parent', 'the parent'), ('other_vsh', 'the Virtual School of the other authority')], max_length=10)),
                ('consulted_on', models.DateField(blank=True, null=True)),
                ('said', models.TextField(blank=True)),
                ('reason_not', models.CharField(blank=True, max_length=300)),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='placements.caremove')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MoveConsultationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('whom', models.CharField(choices=[('child', 'the child'), ('school', 'the school (designated teacher)'), ('carer', 'the carer'), ('vsh', 'the Virtual School'), ('iro', 'the reviewing officer (IRO)'), ('parent', 'the parent'), ('other_vsh', 'the Virtual School of the other authority')], max_length=10)),
                ('consulted_on', models.DateField(blank=True, null=True)),
                ('said', models.TextField(blank=True)),
                ('reason_not', models.CharField(blank=True, max_length=300)),
                ('move', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='placements.caremove')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='placements.moveconsultation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SchoolSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_on', models.DateField()),
                ('why', models.TextField()),
                ('interim', models.TextField(blank=True, verbose_name='education meanwhile')),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='pupils.enrolment')),
                ('move', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='searches', to='placements.caremove')),
                ('pupil', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='school_searches', to='pupils.pupil')),
            ],
            options={
                'ordering': ['-started_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SchoolSearchEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('started_on', models.DateField()),
                ('why', models.TextField()),
                ('interim', models.TextField(blank=True, verbose_name='education meanwhile')),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pupils.enrolment')),
                ('move', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='placements.caremove')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='placements.schoolsearch')),
                ('pupil', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='pupils.pupil')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='caremove',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('pupil',), name='one_move_in_draft_at_a_time', violation_error_message='A move of this child is being written already.'),
        ),
        migrations.AddConstraint(
            model_name='caremove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recorded_by__isnull', True), ('recorded_on__isnull', True), ('state', 'draft')), models.Q(('from_on__isnull', False), ('recorded_by__isnull', False), ('recorded_on__isnull', False), ('state', 'recorded')), _connector='OR'), name='recorded_move_says_when_and_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='caremove',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by', ''), ('approved_on__isnull', True)), models.Q(models.Q(('approved_by', ''), _negated=True), ('approved_on__isnull', False)), _connector='OR'), name='approval_names_officer_and_day', violation_error_message='Give the nominated officer’s name and the day.'),
        ),
        migrations.AddConstraint(
            model_name='caremove',
            constraint=models.CheckConstraint(condition=models.Q(('approved_on__isnull', True), ('from_on__isnull', True), ('approved_on__lte', models.F('from_on')), _connector='OR'), name='move_is_approved_before_it_happens', violation_error_message='The approval must come before the move.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caremove',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_caremoveevent" ("approval_words", "approved_by", "approved_on", "area_code", "arrangements", "can_school_stay", "enrolment_id", "from_on", "id", "is_address_confidential", "is_emergency", "is_pep_considered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "placement_type", "postcode", "provider", "pupil_id", "recorded_by_id", "recorded_on", "school_ends_on", "started_by_id", "started_on", "state", "version", "why_not_stay", "wishes") SELECT new_values."approval_words", new_values."approved_by", new_values."approved_on", new_values."area_code", new_values."arrangements", new_values."can_school_stay", new_values."enrolment_id", new_values."from_on", new_values."id", new_values."is_address_confidential", new_values."is_emergency", new_values."is_pep_considered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."placement_type", new_values."postcode", new_values."provider", new_values."pupil_id", new_values."recorded_by_id", new_values."recorded_on", new_values."school_ends_on", new_values."started_by_id", new_values."started_on", new_values."state", new_values."version", new_values."why_not_stay", new_values."wishes" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='92be4f0e5f22ecea3a80ca077de1506eee53946f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8326e', referencing='REFERENCING NEW TABLE AS new_values ', table='placements_caremove', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caremove',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_caremoveevent" ("approval_words", "approved_by", "approved_on", "area_code", "arrangements", "can_school_stay", "enrolment_id", "from_on", "id", "is_address_confidential", "is_emergency", "is_pep_considered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "placement_type", "postcode", "provider", "pupil_id", "recorded_by_id", "recorded_on", "school_ends_on", "started_by_id", "started_on", "state", "version", "why_not_stay", "wishes") SELECT new_values."approval_words", new_values."approved_by", new_values."approved_on", new_values."area_code", new_values."arrangements", new_values."can_school_stay", new_values."enrolment_id", new_values."from_on", new_values."id", new_values."is_address_confidential", new_values."is_emergency", new_values."is_pep_considered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."placement_id", new_values."placement_type", new_values."postcode", new_values."provider", new_values."pupil_id", new_values."recorded_by_id", new_values."recorded_on", new_values."school_ends_on", new_values."started_by_id", new_values."started_on", new_values."state", new_values."version", new_values."why_not_stay", new_values."wishes" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='40d245b8228a35358171ec05d9baf8d6c9bd0237', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d0832', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='placements_caremove', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caremove',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_caremoveevent" ("approval_words", "approved_by", "approved_on", "area_code", "arrangements", "can_school_stay", "enrolment_id", "from_on", "id", "is_address_confidential", "is_emergency", "is_pep_considered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "placement_type", "postcode", "provider", "pupil_id", "recorded_by_id", "recorded_on", "school_ends_on", "started_by_id", "started_on", "state", "version", "why_not_stay", "wishes") SELECT old_values."approval_words", old_values."approved_by", old_values."approved_on", old_values."area_code", old_values."arrangements", old_values."can_school_stay", old_values."enrolment_id", old_values."from_on", old_values."id", old_values."is_address_confidential", old_values."is_emergency", old_values."is_pep_considered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."placement_id", old_values."placement_type", old_values."postcode", old_values."provider", old_values."pupil_id", old_values."recorded_by_id", old_values."recorded_on", old_values."school_ends_on", old_values."started_by_id", old_values."started_on", old_values."state", old_values."version", old_values."why_not_stay", old_values."wishes" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6733bf987e9f5a5a6318402dcc265b5e67d2df87', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c2612', referencing='REFERENCING OLD TABLE AS old_values ', table='placements_caremove', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caremoveevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e429b7f474cf49af35972f8543bf6a9ad9f4eb77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73172', table='placements_caremoveevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='moveconsultation',
            constraint=models.UniqueConstraint(fields=('move', 'whom'), name='one_answer_of_each_consulted'),
        ),
        migrations.AddConstraint(
            model_name='moveconsultation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('consulted_on__isnull', False), ('reason_not', '')), models.Q(('consulted_on__isnull', True), ('said', ''), models.Q(('reason_not', ''), _negated=True)), _connector='OR'), name='consulted_on_a_day_or_a_reason_why_not', violation_error_message='Give the day, or the reason why not: one of the two.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moveconsultation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_moveconsultationevent" ("consulted_on", "id", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_not", "said", "whom") SELECT new_values."consulted_on", new_values."id", new_values."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reason_not", new_values."said", new_values."whom" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9c53eb8c22de14cf24eaa53ee448170641026f5f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d2b61', referencing='REFERENCING NEW TABLE AS new_values ', table='placements_moveconsultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moveconsultation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_moveconsultationevent" ("consulted_on", "id", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_not", "said", "whom") SELECT new_values."consulted_on", new_values."id", new_values."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reason_not", new_values."said", new_values."whom" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4888c0d11e9a54d6dd488a40408b3f4e39df6881', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_15953', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='placements_moveconsultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moveconsultation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_moveconsultationevent" ("consulted_on", "id", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_not", "said", "whom") SELECT old_values."consulted_on", old_values."id", old_values."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reason_not", old_values."said", old_values."whom" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c182ff14ddf4a2a36fa6849da148f7d2182ae2ec', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a2266', referencing='REFERENCING OLD TABLE AS old_values ', table='placements_moveconsultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='moveconsultationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cf3706ff3f498115ad36014374e5183aab3384f8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4b903', table='placements_moveconsultationevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='schoolsearch',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('pupil',), name='one_open_school_search', violation_error_message='A school is being looked for already.'),
        ),
        migrations.AddConstraint(
            model_name='schoolsearch',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='search_ends_after_it_starts', violation_error_message='A search cannot end before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='schoolsearch',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='search_says_why'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolsearch',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_schoolsearchevent" ("ended_by_id", "ended_on", "id", "interim", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "started_on", "version", "why") SELECT new_values."ended_by_id", new_values."ended_on", new_values."id", new_values."interim", new_values."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."pupil_id", new_values."started_on", new_values."version", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3bdb18c82a92bddc19400e81075855604ffd975f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5765e', referencing='REFERENCING NEW TABLE AS new_values ', table='placements_schoolsearch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolsearch',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_schoolsearchevent" ("ended_by_id", "ended_on", "id", "interim", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "started_on", "version", "why") SELECT new_values."ended_by_id", new_values."ended_on", new_values."id", new_values."interim", new_values."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."pupil_id", new_values."started_on", new_values."version", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ebfdeb16a8fb30084608e8a6aa8777eb862c713f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e8b9e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='placements_schoolsearch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolsearch',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_schoolsearchevent" ("ended_by_id", "ended_on", "id", "interim", "move_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pupil_id", "started_on", "version", "why") SELECT old_values."ended_by_id", old_values."ended_on", old_values."id", old_values."interim", old_values."move_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."pupil_id", old_values."started_on", old_values."version", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6bcc4f32eb3fa2ca708fad8f624f591cca19e335', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e64b0', referencing='REFERENCING OLD TABLE AS old_values ', table='placements_schoolsearch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='schoolsearchevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9c01a11f64f19e9ec848b0a96450bc329aef2f0f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6e864', table='placements_schoolsearchevent', when='BEFORE')),
        ),
    ]
