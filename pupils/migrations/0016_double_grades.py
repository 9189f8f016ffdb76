# The measure of combined science: choices alone, no column changes.

from django.db import migrations, models

MEASURES = [
    ('age_related', 'Against what is expected for the age'),
    ('goal', 'Early learning goal'),
    ('judgement', 'Key stage teacher assessment'),
    ('scaled_score', 'Scaled score'),
    ('standardised_score', 'Standardised score'),
    ('phonics', 'Phonics screening check'),
    ('tables_check', 'Multiplication tables check'),
    ('gcse', 'GCSE grade'),
    ('gcse_double', 'GCSE grades, combined science'),
    ('a_level', 'A level grade'),
    ('words', 'Other, in words'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('pupils', '0015_owed_recalculations'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attainmentresult',
            name='measure',
            field=models.CharField(choices=MEASURES, max_length=20),
        ),
        migrations.AlterField(
            model_name='attainmentresultevent',
            name='measure',
            field=models.CharField(choices=MEASURES, max_length=20),
        ),
    ]
