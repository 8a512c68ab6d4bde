"""Assessment rounds, from opening to publication, and the rows behind a score."""

from typing import Any

import pytest

from services.assessment.models import AssessmentResult, AssessmentRound, Score
from services.jobs import runner
from services.kit import clock
from tests.assessment.test_rounds import a_quarter_of_work, computed, published


@pytest.fixture(autouse=True)
def _late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-12-31T18:00:00+08:00")


# Really committed: the job's lease is renewed through a second connection.
@pytest.mark.django_db(transaction=True)
def test_round_is_opened_computed_confirmed_and_published(lasting_town: Any) -> None:
    from django.test import Client

    def at(actor: Any) -> Client:
        client = Client()
        client.force_login(lasting_town.user(actor), backend="services.accounts.backend.PasswordBackend")
        return client

    a_quarter_of_work(lasting_town)
    officer, head, lead = at(lasting_town.officer), at(lasting_town.head_li), at(lasting_town.lead)
    assert "开启考核" in officer.get("/assessment-rounds/").content.decode()
    url = officer.post("/assessment-rounds/open/", {"quarter": "2026Q4"}).url
    assert "开始计算" in officer.get(url).content.decode()
    assert officer.post("/assessment-rounds/open/", {"quarter": "2026Q4"}).status_code == 422
    assert head.post("/assessment-rounds/open/", {"quarter": "2026Q3"}).status_code == 403
    officer.post(f"{url}compute/")
    with lasting_town.county_scope():
        job = AssessmentRound.objects.get().job.public_id
    assert "排队中" in officer.get(url).content.decode()
    assert runner.run(job, clock.now())

    assert "提交确认" in head.get(url).content.decode()
    head.post(f"{url}confirm/")
    county = officer.get(url).content.decode()
    assert "还有 1 所学校没有确认" in county
    assert 'data-chart="scores"' in county
    assert 'data-chart="scores"' not in head.get(url).content.decode()
    at(lasting_town.admin_of_b).post(f"{url}confirm/")
    for waiting in runner.claimable_jobs():
        runner.run(waiting, clock.now())

    assert "公布结果" in lead.get(url).content.decode()
    assert "公布结果" not in officer.get(url).content.decode()
    lead.post(f"{url}publish/")
    assert "已公布" in head.get(url).content.decode()


@pytest.mark.django_db
def test_teacher_sees_the_own_result_and_the_rows_behind_a_score(town: Any, browses: Any) -> None:
    a_quarter_of_work(town)
    round_ = computed(town)
    teacher = browses(town.teacher_wang)

    own = teacher.get(f"/assessment-rounds/{round_.public_id}/", follow=True)
    assert "王老师 · 2026年第四季度" in own.content.decode()
    with town.a.inside():
        talks = Score.objects.get(indicator__measure="talks", result__assessee="teacher")
        whole = AssessmentResult.objects.get(assessee="school")
    html = teacher.get(f"/scores/{talks.public_id}/").content.decode()
    # What is missing comes first: that is what the teacher can still do.
    assert html.index("</svg>未达到") < html.index("</svg>达到")
    assert "2026年10月23日" in html
    assert teacher.get(f"/results/{whole.public_id}/").status_code == 404
    for stranger in (town.teacher_chen, town.admin_of_b, town.officer_of_other):
        assert browses(stranger).get(f"/scores/{talks.public_id}/").status_code == 404
    assert browses(town.nurse_sun).get("/assessment-rounds/").status_code == 403


@pytest.mark.django_db
def test_teacher_result_names_the_teacher_to_the_county_lead_only(town: Any, browses: Any) -> None:
    a_quarter_of_work(town)
    computed(town)
    with town.a.inside():
        result = AssessmentResult.objects.get(staff__name="王老师")
    path = f"/results/{result.public_id}/"

    for reader in (town.lead, town.head_li, town.admin_zhao, town.teacher_wang):
        assert "王老师 · " in browses(reader).get(path).content.decode()
    page = browses(town.officer).get(path)
    assert page.status_code == 200
    assert "王老师" not in page.content.decode()
    for stranger in (town.teacher_chen, town.admin_of_b, town.officer_of_other):
        assert browses(stranger).get(path).status_code == 404


@pytest.mark.django_db
def test_school_opens_every_score_and_county_sees_which_rows_stay_closed(town: Any, browses: Any) -> None:
    round_ = published(town)
    head, officer = browses(town.head_li), browses(town.officer)
    with town.a.inside():
        scores = list(Score.objects.select_related("indicator"))
        result = AssessmentResult.objects.get(assessee="school")

    assert "结对教师" in head.get(f"/assessment-rounds/{round_.public_id}/").content.decode()
    assert "结对教师" in browses(town.lead).get(f"/results/{result.public_id}/").content.decode()
    assert "结对教师" not in officer.get(f"/results/{result.public_id}/").content.decode()
    for score in scores:
        assert "不再改动" in head.get(f"/scores/{score.public_id}/").content.decode()
        # Health rows stay in the school; the county sees how many.
        closed = "明细只对本校开放" in officer.get(f"/scores/{score.public_id}/").content.decode()
        assert closed == (
            score.indicator.measure in {"records_complete", "checkups", "findings_notified", "findings_closed"}
        )


@pytest.mark.django_db
def test_small_groups_stand_in_no_score_that_the_county_opens(town: Any, browses: Any) -> None:
    a_quarter_of_work(town)
    computed(town)
    with town.a.inside():
        result = AssessmentResult.objects.get(assessee="school")
        paired = Score.objects.get(result=result, indicator__measure="paired")

    paths = f"/results/{result.public_id}/", f"/scores/{paired.public_id}/"

    inside, outside = (
        [browses(actor).get(path).content.decode() for path in paths] for actor in (town.head_li, town.officer)
    )

    assert "1 / 3" in inside[0]
    assert "1 / 3" not in outside[0]
    assert ("&lt;5" in outside[0], "&lt;5" in outside[1], "&lt;5" in inside[1]) == (True, True, False)
    assert "33.3%" not in outside[0]
