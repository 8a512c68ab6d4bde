from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dashboards', '0002_stale_rollup_source'),
    ]

    operations = [
        migrations.AddField(
            model_name='schoolquarter',
            name='small_on',
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
