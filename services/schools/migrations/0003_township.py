import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # Model and field only: table and column keep their names for the release before (decision 019).
    # After the one that refers to the model by its former name, in whatever order apps are migrated.
    dependencies = [("schools", "0002_vault_key"), ("health", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Region", "Township"),
                migrations.AlterModelTable("township", "schools_region"),
                migrations.RenameField("school", "region", "township"),
                migrations.AlterField(
                    "school",
                    "township",
                    models.ForeignKey(
                        db_column="region_id",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.township",
                    ),
                ),
            ]
        )
    ]
