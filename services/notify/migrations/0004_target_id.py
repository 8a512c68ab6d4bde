from django.db import migrations, models


class Migration(migrations.Migration):
    # The field only: the column keeps its name, because the former release still writes to it (decision 019).
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
