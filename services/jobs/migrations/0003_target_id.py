from django.db import migrations, models


class Migration(migrations.Migration):
    # The field only: the column keeps its name, because the former release still writes to it (decision 019).
    dependencies = [("jobs", "0002_occurrence_indexes")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("job", "subject", "target_id"),
                migrations.AlterField("job", "target_id", models.UUIDField(null=True, blank=True, db_column="subject")),
            ]
        )
    ]
