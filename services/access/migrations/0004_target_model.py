from django.db import migrations, models


class Migration(migrations.Migration):
    # The field only: the column keeps its name, because the former release still writes to it (decision 019).
    dependencies = [("access", "0003_audit_targets")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("auditevent", "subject", "target_model"),
                migrations.AlterField(
                    "auditevent",
                    "target_model",
                    models.CharField(max_length=40, blank=True, db_column="subject"),
                ),
            ]
        )
    ]
