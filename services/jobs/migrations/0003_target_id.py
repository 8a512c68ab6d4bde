from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_occurrence_indexes")]

    operations = [migrations.RenameField("job", "subject", "target_id")]
