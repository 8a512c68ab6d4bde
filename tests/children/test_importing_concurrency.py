"""Concurrent imports: real threads, real commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.db import connections

from services.children import jobs
from services.children.choices import JobKind
from services.children.importing import commit, upload
from services.children.models import Pupil, RosterImport
from services.jobs.models import Job
from services.jobs.runner import run as run_job
from services.schools.scope import scope
from tests.cast import Town
from tests.factories import rosters

HEADERS = ["姓名", "性别", "出生日期", "班级"]


def rows(*names: str) -> bytes:
    return rosters.workbook(HEADERS, *[[name, "男", "2018-04-05", "三年级1班"] for name in names])


def together(*works: Any) -> list[Any]:
    def closing(work: Any) -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(closing, work) for work in works]]


def test_two_imports_of_one_school_at_once_write_each_pupil_once(lasting_town: Town) -> None:
    admin = lasting_town.admin_zhao
    staged = [rosters.stage(admin, rows("甲一", "甲二", "甲三")), rosters.stage(admin, rows("甲二", "甲三", "甲四"))]
    for roster in staged:
        with scope(admin.scope):
            commit.request_commit(roster=roster, by=admin, now=rosters.NOW)

    together(
        *[
            lambda roster=roster: jobs.commit(rosters.run(JobKind.COMMIT_ROSTER, roster, admin, rosters.NOW))
            for roster in staged
        ]
    )

    done = [rosters.fresh(admin, roster) for roster in staged]
    assert [roster.state for roster in done] == ["committed", "committed"]
    assert sorted(roster.counts["new"] for roster in done) == [1, 3]
    with lasting_town.a.inside():
        assert Pupil.objects.filter(name__startswith="甲").count() == 4


def test_the_same_import_committed_twice_at_once_is_written_once(lasting_town: Town) -> None:
    admin = lasting_town.admin_zhao
    staged = rosters.stage(admin, rows("甲一", "甲二"))

    def request() -> str:
        with scope(admin.scope):
            try:
                commit.request_commit(roster=staged, by=admin, now=rosters.NOW)
            except commit.UnableToCommit:
                return "refused"
            return "requested"

    assert sorted(together(request, request)) == ["refused", "requested"]
    work = rosters.run(JobKind.COMMIT_ROSTER, staged, admin, rosters.NOW)
    together(lambda: jobs.commit(work), lambda: jobs.commit(work))
    with lasting_town.a.inside():
        assert Pupil.objects.filter(name__startswith="甲").count() == 2


def test_import_runs_as_jobs_from_upload_to_commit(lasting_town: Town) -> None:
    """As the worker runs it: claimed by lease, with progress, and with a result of counts only."""
    admin = lasting_town.admin_zhao
    with scope(admin.scope):
        roster = upload.upload(content=rows("甲一"), file_name="名单.xlsx", by=admin, now=rosters.NOW)
    assert run_job(_job(lasting_town, roster).public_id, rosters.NOW)
    assert rosters.fresh(admin, roster).state == "ready"
    with scope(admin.scope):
        commit.request_commit(roster=roster, by=admin, now=rosters.NOW)
    assert run_job(_job(lasting_town, roster).public_id, rosters.NOW + timedelta(minutes=1))
    job = _job(lasting_town, roster)
    assert (job.state, job.result["state"], job.result["new"]) == ("done", "committed", 1)
    assert rosters.fresh(admin, roster).state == "committed"


def _job(town: Town, roster: RosterImport) -> Job:
    with town.a.inside():
        return RosterImport.objects.select_related("job").get(pk=roster.pk).job  # type: ignore[return-value]
