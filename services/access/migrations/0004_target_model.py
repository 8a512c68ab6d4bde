from django.db import migrations, models


class Migration(migrations.Migration):
    # The column keeps its name: the table is large, and processes of the former release still write to it.
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
