from django.db import migrations, models


class Migration(migrations.Migration):
    # The column keeps its name: the table is large, and processes of the former release still write to it.
    dependencies = [("notify", "0003_figures_late")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("notification", "subject_id", "target_id"),
                migrations.AlterField(
                    "notification", "target_id", models.UUIDField(null=True, db_column="subject_id")
                ),
            ]
        )
    ]
