import pytest
from django.db import connection

@pytest.mark.django_db
def test_x():
    with connection.cursor() as c:
        c.execute("select current_user, version()")
        print(c.fetchall())
    from services.schools.models import School
    from services.schools.scope import EVERYWHERE, scope
    with scope(EVERYWHERE):
        print(School.objects.count())
