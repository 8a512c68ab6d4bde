"""Where the reader stands: 全县 › 乡镇 › 学校 › 班级 › 孩子, each step as far as the reader may open it."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.schools import queries as schools
from services.schools.models import School, SchoolClass
from services.web.components import Tab


def to_school(actor: Actor, school: School) -> list[Tab]:
    """The steps down to a school, for readers of the county; none for those inside it. Reads its township."""
    if actor.school_id is not None or not actor.has_permission(Permission.VIEW_COUNTY_FIGURES):
        return []
    township = f"{reverse('web:schools')}?{urlencode({'township': school.township.name})}"
    return [
        Tab(_("全县"), reverse("web:county")),
        Tab(school.township.name, township),
        Tab(school.name, reverse("web:school", args=[school.public_id])),
    ]


def to_class(actor: Actor, school: School, school_class: SchoolClass) -> list[Tab]:
    """The steps down to the children of a class."""
    label = school_class.label(schools.school_year_of(clock.today()))
    query = {"school": str(school.public_id)} if actor.school_id is None else {}
    url = f"{reverse('web:children')}?{urlencode({**query, 'class': str(school_class.public_id)})}"
    steps = to_school(actor, school) or [Tab(_("孩子"), reverse("web:children"))]
    return [*steps, Tab(label, url)]
