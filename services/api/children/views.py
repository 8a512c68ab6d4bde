"""What every address below one child shares."""

from django.db.models import QuerySet

from services.api.children.serializers import FamilySerializer
from services.api.views.objects import ActionView, ObjectView
from services.children import access
from services.children.models import Child, Pupil
from services.children.queries import family as families


class ChildView(ObjectView[Child]):
    def get_queryset(self) -> QuerySet[Child]:
        rows = access.visible_to(self.actor, self.now)
        return rows.select_related("pupil__school_class__class_teacher", "pupil__school")

    def family(self, pupil: Pupil) -> families.Family:
        return families.family_of(pupil, self.actor, self.today)


class FamilyActionView(ChildView, ActionView[Child]):
    # A change of a child's family; the answer is the whole family after it.
    serializer, status = FamilySerializer, 201
    accepts_idempotency_key = True
