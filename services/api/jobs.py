"""`jobs/{id}`: the progress and the result of long work."""

from django.db.models import QuerySet
from rest_framework.fields import CharField, DateTimeField, DictField, IntegerField, UUIDField

from services.access.permissions import Permission
from services.api.resources.fields import EnumField
from services.api.resources.serializers import Resource
from services.api.views.objects import DetailView
from services.jobs import queries
from services.jobs.choices import JobState
from services.jobs.models import Job


class JobSerializer(Resource):
    kind = CharField()
    subject = UUIDField(source="target_id", allow_null=True)
    state = EnumField(JobState)
    done = IntegerField(source="progress")
    total = IntegerField()
    message = CharField()
    result = DictField()
    created_at = DateTimeField()
    started_at = DateTimeField(allow_null=True)
    finished_at = DateTimeField(allow_null=True)


class JobDetailView(DetailView[Job]):
    required_permissions = {"GET": Permission.VIEW_JOBS}
    serializer = JobSerializer

    def get_queryset(self) -> QuerySet[Job]:
        return queries.visible_to(self.actor)
