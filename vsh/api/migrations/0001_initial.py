
import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import vsh.api.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SystemToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=vsh.api.models.new_ref, editable=False, max_length=12, unique=True)),
                ('system', models.CharField(max_length=100)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('attendance:write', 'Send attendance marks')], max_length=40), size=None)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('expires_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('last_used_at', models.DateTimeField(blank=True, null=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.authority')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('setting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.educationsetting')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SystemTokenEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('ref', models.CharField(default=vsh.api.models.new_ref, editable=False, max_length=12)),
                ('system', models.CharField(max_length=100)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('attendance:write', 'Send attendance marks')], max_length=40), size=None)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('expires_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('authority', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.authority')),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='api.systemtoken')),
                ('setting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.educationsetting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='systemtoken',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('authority', 'system'), name='one_token_a_system'),
        ),
        migrations.AddConstraint(
            model_name='systemtoken',
            constraint=models.CheckConstraint(condition=models.Q(('scopes', []), _negated=True), name='token_allows_something'),
        ),
        migrations.AddConstraint(
            model_name='systemtoken',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__gte', models.F('made_at')), ('ended_at__isnull', False)), _connector='OR'), name='token_ends_after_it_was_made'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='systemtoken',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "api_systemtokenevent" ("authority_id", "digest", "ended_at", "ended_by_id", "expires_on", "id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "scopes", "setting_id", "system") SELECT new_values."authority_id", new_values."digest", new_values."ended_at", new_values."ended_by_id", new_values."expires_on", new_values."id", new_values."made_at", new_values."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."ref", new_values."scopes", new_values."setting_id", new_values."system" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d3fe57f274b4f04837bec4e0300878f8a06aa808', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0ab9e', referencing='REFERENCING NEW TABLE AS new_values ', table='api_systemtoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='systemtoken',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "api_systemtokenevent" ("authority_id", "digest", "ended_at", "ended_by_id", "expires_on", "id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "scopes", "setting_id", "system") SELECT new_values."authority_id", new_values."digest", new_values."ended_at", new_values."ended_by_id", new_values."expires_on", new_values."id", new_values."made_at", new_values."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."ref", new_values."scopes", new_values."setting_id", new_values."system" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."authority_id" IS DISTINCT FROM (new_values."authority_id") OR old_values."digest" IS DISTINCT FROM (new_values."digest") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."ended_by_id" IS DISTINCT FROM (new_values."ended_by_id") OR old_values."expires_on" IS DISTINCT FROM (new_values."expires_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."made_at" IS DISTINCT FROM (new_values."made_at") OR old_values."made_by_id" IS DISTINCT FROM (new_values."made_by_id") OR old_values."ref" IS DISTINCT FROM (new_values."ref") OR old_values."scopes" IS DISTINCT FROM (new_values."scopes") OR old_values."setting_id" IS DISTINCT FROM (new_values."setting_id") OR old_values."system" IS DISTINCT FROM (new_values."system")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3ff985a3df45af6178f57a2dccae9f030fa37ea2', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_00ddb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='api_systemtoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='systemtoken',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "api_systemtokenevent" ("authority_id", "digest", "ended_at", "ended_by_id", "expires_on", "id", "made_at", "made_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "ref", "scopes", "setting_id", "system") SELECT old_values."authority_id", old_values."digest", old_values."ended_at", old_values."ended_by_id", old_values."expires_on", old_values."id", old_values."made_at", old_values."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."ref", old_values."scopes", old_values."setting_id", old_values."system" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='369be72bf377c59fc48fbbd374c94e1506cb3a6f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_064d5', referencing='REFERENCING OLD TABLE AS old_values ', table='api_systemtoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='systemtokenevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7b6bc66a79d2a0996f7ce79ad109ac86dfe906d4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_30995', table='api_systemtokenevent', when='BEFORE')),
        ),
    ]
