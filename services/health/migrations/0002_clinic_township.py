import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # The field only: the column keeps its name for the release before (decision 019).
    dependencies = [("health", "0001_initial"), ("schools", "0003_township")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("clinic", "region", "township"),
                migrations.AlterField(
                    "clinic",
                    "township",
                    models.ForeignKey(
                        blank=True,
                        db_column="region_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.township",
                    ),
                ),
            ]
        )
    ]
