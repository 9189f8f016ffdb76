# Confirmations of unchanged sections, downloads of the PDF

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('peps', '0009_handovers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SnapshotDownload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_at', models.DateTimeField(auto_now_add=True)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='downloads', to='peps.pepsnapshot')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='SectionConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('confirmed_on', models.DateField()),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='peps.pepsection')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('section', 'version'), name='one_confirmation_per_version')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sectionconfirmation',
            trigger=pgtrigger.compiler.Trigger(name='confirmations_are_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='744c1422c329e6a24f10d9c2cd9372a3f2c71f79', operation='UPDATE OR DELETE', pgid='pgtrigger_confirmations_are_kept_ac1be', table='peps_sectionconfirmation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshotdownload',
            trigger=pgtrigger.compiler.Trigger(name='downloads_are_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='287bfdcb16f0523fd648f0772bbfaaa0e525085f', operation='UPDATE OR DELETE', pgid='pgtrigger_downloads_are_kept_b8564', table='peps_snapshotdownload', when='BEFORE')),
        ),
    ]
