from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    # PostgreSQL renames a column inside its constraints, Django's state does not: the state is written anew.
    dependencies = [("assessment", "0001_initial")]

    operations = [
        migrations.RenameField("indicator", "subject", "assessee"),
        migrations.RenameField("assessmentresult", "subject", "assessee"),
        migrations.RenameField("assessmentresult", "out_of", "max_points"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
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
