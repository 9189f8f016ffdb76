# The short form: which authorities allow it, which plans are on it

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('peps', '0010_unchanged_sections_and_downloads'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ShortForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('chosen_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_because', models.TextField(blank=True)),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pep', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='short_forms', to='peps.pep')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='ShortFormEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('chosen_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('ended_because', models.TextField(blank=True)),
                ('chosen_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pep', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='peps.pep')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='peps.shortform')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ShortFormPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_allowed', models.BooleanField(default=False)),
                ('changed_on', models.DateField()),
                ('authority', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.authority')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ShortFormPolicyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('is_allowed', models.BooleanField(default=False)),
                ('changed_on', models.DateField()),
                ('authority', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.authority')),
                ('changed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='peps.shortformpolicy')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='shortform',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('pep',), name='one_short_form_at_a_time', violation_error_message='This plan is on the short form already.'),
        ),
        migrations.AddConstraint(
            model_name='shortform',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), models.Q(('ended_by__isnull', False), models.Q(('ended_because', ''), _negated=True)), _connector='OR'), name='short_form_is_ended_by_a_person_with_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortform',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_shortformevent" ("chosen_by_id", "chosen_on", "ended_because", "ended_by_id", "ended_on", "id", "pep_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons") SELECT new_values."chosen_by_id", new_values."chosen_on", new_values."ended_because", new_values."ended_by_id", new_values."ended_on", new_values."id", new_values."pep_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."reasons" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='759e1d7a559883f62feb8577599967a42aa32847', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e26d2', referencing='REFERENCING NEW TABLE AS new_values ', table='peps_shortform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortform',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_shortformevent" ("chosen_by_id", "chosen_on", "ended_because", "ended_by_id", "ended_on", "id", "pep_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons") SELECT new_values."chosen_by_id", new_values."chosen_on", new_values."ended_because", new_values."ended_by_id", new_values."ended_on", new_values."id", new_values."pep_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."reasons" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6cae00b1cb71d5ae1c7780bedfa1271a8a7d07cb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_47b67', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='peps_shortform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortform',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_shortformevent" ("chosen_by_id", "chosen_on", "ended_because", "ended_by_id", "ended_on", "id", "pep_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons") SELECT old_values."chosen_by_id", old_values."chosen_on", old_values."ended_because", old_values."ended_by_id", old_values."ended_on", old_values."id", old_values."pep_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."reasons" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d320b1ecda05b1393919f22327e2de57f49061a1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_df1bd', referencing='REFERENCING OLD TABLE AS old_values ', table='peps_shortform', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortformevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8a7f7f899c284085b6b848b83fce92304bf35577', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_09820', table='peps_shortformevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortformpolicy',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_shortformpolicyevent" ("authority_id", "changed_by_id", "changed_on", "id", "is_allowed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."authority_id", new_values."changed_by_id", new_values."changed_on", new_values."id", new_values."is_allowed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e448f8d1f5b106a1e6f999dcb57740495addd6fb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a6006', referencing='REFERENCING NEW TABLE AS new_values ', table='peps_shortformpolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortformpolicy',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_shortformpolicyevent" ("authority_id", "changed_by_id", "changed_on", "id", "is_allowed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."authority_id", new_values."changed_by_id", new_values."changed_on", new_values."id", new_values."is_allowed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1cf9f31ceafd336d7db52717f0a6f45a30713256', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_708fa', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='peps_shortformpolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortformpolicy',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_shortformpolicyevent" ("authority_id", "changed_by_id", "changed_on", "id", "is_allowed", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."authority_id", old_values."changed_by_id", old_values."changed_on", old_values."id", old_values."is_allowed", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bb70f9f773d3fd86c60a1e0b67a66306cc279247', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_21da4', referencing='REFERENCING OLD TABLE AS old_values ', table='peps_shortformpolicy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='shortformpolicyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2cb8cde61e5ba2327f2e721f1d173c6d12bd59c7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_40b96', table='peps_shortformpolicyevent', when='BEFORE')),
        ),
    ]
