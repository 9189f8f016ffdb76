"""What others read of a part is kept as it was sent.

Until now they read each answer and picture as it stood once the part had been sent: so it stays for
what was changed or added since.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def keep_as_sent(apps, schema_editor):
    """A copy of each answer of a part that was sent, and the moment of its last change."""
    names = ("Voice", "VoiceAnswer", "VoicePicture", "SentAnswer")
    Voice, VoiceAnswer, VoicePicture, SentAnswer = (apps.get_model("peps", name) for name in names)
    of_sent = {"voice__sent_at__isnull": False}
    columns = ("voice_id", "key", "choices", "text", "is_private", "said_by")
    rows = VoiceAnswer.objects.filter(**of_sent).order_by("pk").values(*columns)
    SentAnswer.objects.bulk_create([SentAnswer(**row) for row in rows], batch_size=500)
    last = {}
    for model, moment in ((VoiceAnswer, "changed_at"), (VoicePicture, "added_at")):
        rows = model.objects.filter(**of_sent, **{f"{moment}__gt": models.F("voice__sent_at")})
        for voice_id, at in rows.values_list("voice_id", moment):
            last[voice_id] = max(at, last.get(voice_id, at))
    for voice_id, at in last.items():
        Voice.objects.filter(pk=voice_id).update(sent_at=at)


class Migration(migrations.Migration):

    dependencies = [
        ('peps', '0023_changed_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('text', models.TextField(blank=True)),
                ('is_private', models.BooleanField(default=False)),
                ('said_by', models.CharField(blank=True, max_length=100)),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent_answers', to='peps.voice')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SentAnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('key', models.CharField(max_length=40)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('text', models.TextField(blank=True)),
                ('is_private', models.BooleanField(default=False)),
                ('said_by', models.CharField(blank=True, max_length=100)),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='peps.sentanswer')),
                ('voice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='peps.voice')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='sentanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('is_private', False)), fields=('voice', 'key'), name='one_open_answer_sent_to_a_question'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentanswer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_sentanswerevent" ("choices", "id", "is_private", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_by", "text", "voice_id") SELECT new_values."choices", new_values."id", new_values."is_private", new_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."said_by", new_values."text", new_values."voice_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2945a2d3db891dc91cfb44df839873f322e67ab4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b2e68', referencing='REFERENCING NEW TABLE AS new_values ', table='peps_sentanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentanswer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_sentanswerevent" ("choices", "id", "is_private", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_by", "text", "voice_id") SELECT new_values."choices", new_values."id", new_values."is_private", new_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."said_by", new_values."text", new_values."voice_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9768d860b374b7f0e8ab42b2017bb55bf7bee9dc', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_245fb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='peps_sentanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentanswer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_sentanswerevent" ("choices", "id", "is_private", "key", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "said_by", "text", "voice_id") SELECT old_values."choices", old_values."id", old_values."is_private", old_values."key", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."said_by", old_values."text", old_values."voice_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ca504fe0203d96f6291c393a69d9de9957d2d1d0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_441be', referencing='REFERENCING OLD TABLE AS old_values ', table='peps_sentanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sentanswerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4e22172826424f4d7923bf38d0d59f55b0e004a6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1538d', table='peps_sentanswerevent', when='BEFORE')),
        ),
        migrations.RunPython(keep_as_sent, migrations.RunPython.noop),
    ]
