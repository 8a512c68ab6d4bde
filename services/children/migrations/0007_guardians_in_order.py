"""In a transaction of its own: while the new index is built, the family pages can be read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('children', '0006_second_guardian'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='guardian',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('pupil', 'order'), name='one_current_guardian_of_order'),
        ),
        # Last: only the dropping of the old index shuts readers out, and that takes no time.
        migrations.RemoveConstraint(
            model_name='guardian',
            name='one_current_guardian',
        ),
    ]
