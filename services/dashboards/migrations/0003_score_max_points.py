from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dashboards", "0002_stale_rollup_source")]

    operations = [migrations.RenameField("schoolquarter", "score_out_of", "score_max_points")]
