from django.db import migrations, models


def one_row_for_each_question(apps, schema_editor):
    """What was kept of a section in one row; no page is known to have sent it."""
    drafts = apps.get_model('peps', 'SectionDraft').objects
    for draft in drafts.filter(question=''):
        drafts.bulk_create(
            drafts.model(
                section_id=draft.section_id,
                user_id=draft.user_id,
                question=question,
                page='',
                text=text,
                version=max(-1, min(draft.seen.get(question, -1), 2**31 - 1)),
                written_at=draft.written_at,
            )
            for question, text in draft.answers.items()
        )
        draft.delete()
    schema_editor.execute('SET CONSTRAINTS ALL IMMEDIATE')  # before the table is changed again


class Migration(migrations.Migration):

    dependencies = [
        ('peps', '0004_minutes_by_two'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sectiondraft',
            name='one_draft_per_person',
        ),
        migrations.AddField(
            model_name='sectiondraft',
            name='question',
            field=models.CharField(default='', max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='sectiondraft',
            name='page',
            field=models.CharField(blank=True, max_length=30, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='sectiondraft',
            name='text',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='sectiondraft',
            name='version',
            field=models.IntegerField(default=-1),
            preserve_default=False,
        ),
        migrations.RunPython(one_row_for_each_question, elidable=True),
        migrations.RemoveField(
            model_name='sectiondraft',
            name='answers',
        ),
        migrations.RemoveField(
            model_name='sectiondraft',
            name='seen',
        ),
        migrations.AddConstraint(
            model_name='sectiondraft',
            constraint=models.UniqueConstraint(fields=('section', 'user', 'question', 'page'), name='one_draft_per_page'),
        ),
        migrations.AddConstraint(
            model_name='sectiondraft',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', -1)), name='draft_of_a_version_or_none'),
        ),
        migrations.RemoveConstraint(
            model_name='minutesdraft',
            name='one_draft_of_minutes_per_person',
        ),
        migrations.AddField(
            model_name='minutesdraft',
            name='question',
            field=models.CharField(default='minutes', max_length=100),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='minutesdraft',
            name='page',
            field=models.CharField(blank=True, max_length=30, default=''),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='minutesdraft',
            constraint=models.UniqueConstraint(fields=('meeting', 'user', 'question', 'page'), name='one_draft_of_minutes_per_page'),
        ),
    ]
