from django.db import migrations, models
from django.db.models import F, Q

ASSESSEE = models.CharField(choices=[("school", "学校"), ("teacher", "教师")], db_column="subject", max_length=10)


class Migration(migrations.Migration):
    # Fields only: the columns keep their names, because the former release still writes to them (decision 019).
    dependencies = [("assessment", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("indicator", "subject", "assessee"),
                migrations.AlterField("indicator", "assessee", ASSESSEE),
                migrations.RenameField("assessmentresult", "subject", "assessee"),
                migrations.AlterField("assessmentresult", "assessee", ASSESSEE.clone()),
                migrations.RenameField("assessmentresult", "out_of", "max_points"),
                migrations.AlterField(
                    "assessmentresult",
                    "max_points",
                    models.DecimalField(db_column="out_of", decimal_places=2, max_digits=6),
                ),
                migrations.RemoveConstraint("indicator", "indicator_once"),
                migrations.AddConstraint(
                    "indicator",
                    models.UniqueConstraint(fields=["rubric", "assessee", "measure"], name="indicator_once"),
                ),
                migrations.RemoveConstraint("assessmentresult", "result_once"),
                migrations.AddConstraint(
                    "assessmentresult",
                    models.UniqueConstraint(
                        fields=["round", "school", "assessee", "staff"], name="result_once", nulls_distinct=False
                    ),
                ),
                migrations.RemoveConstraint("assessmentresult", "result_within"),
                migrations.AddConstraint(
                    "assessmentresult",
                    models.CheckConstraint(condition=Q(points__gte=0, points__lte=F("max_points")), name="result_within"),
                ),
            ]
        ),
    ]
