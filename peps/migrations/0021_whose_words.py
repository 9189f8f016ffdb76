"""Each parent's words, and those of the carers of each home, are a part of their own.

Until now all links of a purpose wrote one text. It is told apart by the link that wrote each answer
last; what was sent stays sent.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def whose(link):
    """As `peps.rules.links.whose_part` said it when this was written."""
    if link.purpose == "carer":
        return f"home:{link.home_id or ''}"
    known_as = " ".join(link.name.split()).casefold()
    return f"name:{known_as}" if known_as else f"link:{link.ref}"


def tell_apart(apps, schema_editor):
    """One part for each person whose answers stand in it; the first keeps the row."""
    Voice, VoiceAnswer = (apps.get_model("peps", name) for name in ("Voice", "VoiceAnswer"))
    PersonalLink = apps.get_model("peps", "PersonalLink")
    for voice in Voice.objects.exclude(purpose="child").order_by("pk"):
        answers = VoiceAnswer.objects.filter(voice=voice).select_related("link").order_by("pk")
        links = {answer.pk: answer.link for answer in answers}
        if not links:  # begun and nothing said: it is whoever's link is the newest
            made = PersonalLink.objects.filter(pep=voice.pep_id, purpose=voice.purpose)
            links = {None: made.order_by("-pk").first()}
        theirs = {}
        for answer, link in links.items():
            if link is not None:
                theirs.setdefault(whose(link), (link, []))[1].append(answer)
        for number, (key, (link, written)) in enumerate(theirs.items()):
            part = voice if number == 0 else Voice(
                pep_id=voice.pep_id,
                purpose=voice.purpose,
                manner=voice.manner,
                sent_at=voice.sent_at,
                sent_by=voice.sent_by,
            )
            part.whose = key
            part.name = link.name if voice.purpose == "parent" else ""
            part.save()
            if number:
                VoiceAnswer.objects.filter(pk__in=written).update(voice=part)


class Migration(migrations.Migration):

    dependencies = [
        ('peps', '0020_invited_at_home'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='voice',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='voice',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='voice',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='voice',
            name='one_voice_for_a_purpose',
        ),
        migrations.RemoveConstraint(
            model_name='voiceanswer',
            name='one_answer_to_a_question',
        ),
        migrations.AddField(
            model_name='voice',
            name='name',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='voice',
            name='whose',
            field=models.CharField(blank=True, max_length=320),
        ),
        migrations.AddField(
            model_name='voiceevent',
            name='name',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='voiceevent',
            name='whose',
            field=models.CharField(blank=True, max_length=320),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='voice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_voiceevent" ("id", "manner", "name", "pep_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sent_at", "sent_by", "whose") SELECT new_values."id", new_values."manner", new_values."name", new_values."pep_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."purpose", new_values."sent_at", new_values."sent_by", new_values."whose" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7510c4c5590286b7c0839e2e56eeb43ccd13f922', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_034e0', referencing='REFERENCING NEW TABLE AS new_values ', table='peps_voice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='voice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_voiceevent" ("id", "manner", "name", "pep_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sent_at", "sent_by", "whose") SELECT new_values."id", new_values."manner", new_values."name", new_values."pep_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."purpose", new_values."sent_at", new_values."sent_by", new_values."whose" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='49b26359bf480aaa5cefcbc22425434b6a85a9c6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4a5bc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='peps_voice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='voice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "peps_voiceevent" ("id", "manner", "name", "pep_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sent_at", "sent_by", "whose") SELECT old_values."id", old_values."manner", old_values."name", old_values."pep_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."purpose", old_values."sent_at", old_values."sent_by", old_values."whose" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='80629a66fed4636b383774aedd9c294569d5897c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a9e2b', referencing='REFERENCING OLD TABLE AS old_values ', table='peps_voice', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='voice',
            constraint=models.UniqueConstraint(fields=('pep', 'purpose', 'whose'), name='one_voice_for_a_person'),
        ),
        migrations.AddConstraint(
            model_name='voiceanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('is_private', False)), fields=('voice', 'key'), name='one_open_answer_to_a_question'),
        ),
        migrations.AddConstraint(
            model_name='voiceanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('is_private', True)), fields=('voice', 'key', 'link'), name='one_private_answer_by_a_link'),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
