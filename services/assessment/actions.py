"""A round's way: opened → computed → confirmed by each school → published, and then frozen."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.models import Membership
from services.access.permissions import Permission
from services.access.roles import Role
from services.assessment import measures, queries, rubric, scoring
from services.assessment.choices import AuditAction, JobKind, RoundState, RubricState, Subject
from services.assessment.models import AssessmentResult, AssessmentRound, Indicator, Rubric
from services.jobs import actions as jobs
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.kit.periods import InvalidPeriod, Quarter
from services.notify import outbox
from services.schools.models import School


class UnableToOpen(ApplicationError):
    """This quarter cannot be assessed, or is already."""


class RoundIsClosed(ApplicationError):
    """The round is past the step asked for."""


class SchoolsUnconfirmed(ApplicationError):
    """Schools are still looking at their results."""


@transaction.atomic
def adopt_rubric(*, by: Actor | None, now: datetime) -> Rubric:
    """The county's newest rubric; version 1 of data/indicators.csv where it has none."""
    if found := queries.current_rubric():
        return found
    fresh: Rubric = Rubric.objects.create(title=rubric.TITLE, version=rubric.VERSION)
    Indicator.objects.bulk_create(
        Indicator(
            rubric=fresh,
            code=line.code,
            group=line.group,
            name=line.name,
            subject=line.subject,
            measure=line.measure,
            points=line.points,
        )
        for line in rubric.lines()
    )
    audit.log(AuditAction.RUBRIC_ADOPTED, target=fresh, by=by, now=now)
    return fresh


@transaction.atomic
def open_round(*, year: int, quarter: int, by: Actor, now: datetime) -> AssessmentRound:
    """Open a quarter's assessment of the whole county; its rubric is locked from now on."""
    require_permission(by, Permission.COMPUTE_ROUND)
    period = _period(year, quarter)
    if period.start > clock.local_date(now):
        raise UnableToOpen(_("这个季度还没有开始。"), field="quarter")
    if AssessmentRound.objects.filter(year=year, quarter=quarter).exists():
        raise UnableToOpen(_("这个季度的考核已经开过了。"), field="quarter")
    rules = adopt_rubric(by=by, now=now)
    rules.state = RubricState.LOCKED
    rules.save(update_fields=["state"])
    opened: AssessmentRound = AssessmentRound.objects.create(
        rubric=rules, year=year, quarter=quarter, begins_on=period.start, ends_on=period.end
    )
    audit.log(AuditAction.ROUND_OPENED, target=opened, by=by, now=now)
    return opened


@transaction.atomic
def request_compute(*, round_: AssessmentRound, by: Actor, now: datetime) -> AssessmentRound:
    """Let a worker compute the round; may be asked again until it is published."""
    require_permission(by, Permission.COMPUTE_ROUND)
    fresh: AssessmentRound = AssessmentRound.objects.select_for_update().get(pk=round_.pk)
    _still_open(fresh)
    fresh.job = jobs.enqueue(kind=JobKind.COMPUTE_ROUND, subject=fresh.public_id, by=by, now=now)
    fresh.save(update_fields=["job"])
    audit.log(AuditAction.COMPUTATION_REQUESTED, target=fresh, by=by, now=now)
    return fresh


@transaction.atomic
def compute(*, round_: AssessmentRound, by: Actor | None, now: datetime) -> int:
    """Compute every school and teacher of the county in one statement; how many scores.

    Runs in a worker's scope of the county. Again: the same ids, new numbers, confirmations kept where nothing changed.
    """
    fresh: AssessmentRound = AssessmentRound.objects.select_for_update().get(pk=round_.pk)
    _still_open(fresh)
    schools = list(School.objects.filter(is_open=True, **_county_of(fresh)).values_list("pk", flat=True))
    count = scoring.write_scores(
        round_id=fresh.pk,
        rubric_id=fresh.rubric_id,
        codes=queries.measures_of(fresh.rubric),
        schools=schools,
        window=measures.window(fresh.period, clock.local_date(now)),
    )
    fresh.state = RoundState.COMPUTED
    fresh.computed_at = now
    fresh.save(update_fields=["state", "computed_at"])
    update_state(round_=fresh)
    _tell_schools(fresh, _("%(round)s考核已算出，请核对并确认") % {"round": fresh}, "computed", now)
    audit.log(AuditAction.ROUND_COMPUTED, target=fresh, by=by, now=now, detail={"scores": count})
    return count


@transaction.atomic
def confirm(*, round_: AssessmentRound, by: Actor, now: datetime) -> int:
    """A school agrees with its own results; how many were open. The last school confirms the round."""
    require_permission(by, Permission.CONFIRM_SCORES)
    if round_.state not in {RoundState.COMPUTED, RoundState.CONFIRMED}:
        raise RoundIsClosed(_("这次考核现在不能确认。"))
    mine = queries.results_of(round_).filter(confirmed_at__isnull=True)
    count = mine.update(confirmed_at=now, confirmed_by_id=by.user_id)
    if count:
        # The round is the county's row: a worker looks whether this was the last school.
        jobs.enqueue(kind=JobKind.UPDATE_ROUND_STATE, subject=round_.public_id, by=by, now=now)
        audit.log(AuditAction.RESULT_CONFIRMED, target=round_, by=by, now=now, detail={"results": count})
    return count


@transaction.atomic
def update_state(*, round_: AssessmentRound) -> RoundState:
    """Confirmed when every school has confirmed; computed again when a new figure took a confirmation back."""
    fresh: AssessmentRound = AssessmentRound.objects.select_for_update().get(pk=round_.pk)
    if fresh.state in {RoundState.COMPUTED, RoundState.CONFIRMED}:
        fresh.state = RoundState.COMPUTED if queries.unconfirmed(fresh).exists() else RoundState.CONFIRMED
        fresh.save(update_fields=["state"])
        round_.state = fresh.state
    return RoundState(fresh.state)


@transaction.atomic
def publish(*, round_: AssessmentRound, by: Actor, now: datetime) -> AssessmentRound:
    """Make the results final; from now on the database refuses to change them (frozen)."""
    require_permission(by, Permission.PUBLISH_ROUND)
    fresh: AssessmentRound = AssessmentRound.objects.select_for_update().get(pk=round_.pk)
    _still_open(fresh)
    if fresh.state == RoundState.OPEN:
        raise SchoolsUnconfirmed(_("这次考核还没有计算。"))
    if waiting := queries.unconfirmed(fresh).count():
        raise SchoolsUnconfirmed(_("还有 %(n)d 所学校没有确认。") % {"n": waiting})
    fresh.state = RoundState.PUBLISHED
    fresh.published_at = now
    fresh.published_by_id = by.user_id
    fresh.save(update_fields=["state", "published_at", "published_by"])
    _tell_schools(fresh, _("%(round)s考核结果已公布") % {"round": fresh}, "published", now)
    audit.log(AuditAction.ROUND_PUBLISHED, target=fresh, by=by, now=now)
    return fresh


def _period(year: int, quarter: int) -> Quarter:
    try:
        return Quarter(year, quarter)
    except InvalidPeriod as reason:
        raise UnableToOpen(_("没有这个季度。"), field="quarter") from reason


def _county_of(round_: AssessmentRound) -> dict[str, Any]:
    """Said aloud, because a worker's scope does not filter."""
    return {"county_id": round_.county_id}


def _still_open(round_: AssessmentRound) -> None:
    if round_.state == RoundState.PUBLISHED:
        raise RoundIsClosed(_("这次考核已经公布，不能再改。"))


def _tell_schools(round_: AssessmentRound, title: str, step: str, now: datetime) -> None:
    """One notice to each head and admin of an assessed school. Told again only when computed on another day."""
    schools = AssessmentResult.objects.filter(round=round_, subject=Subject.SCHOOL).values("school_id")
    heads = Membership.objects.filter(
        school_id__in=schools, role__in=[Role.HEAD, Role.SCHOOL_ADMIN], until__isnull=True, **_county_of(round_)
    )
    outbox.add_many(
        outbox.NotificationRequest(
            dedupe_key=f"assessment:{round_.public_id}:{step}:{clock.local_date(now)}:{user_id}",
            kind=f"assessment.{step}",
            title=title,
            path=f"/assessment-rounds/{round_.public_id}/",
            recipient_id=user_id,
            now=now,
            county_id=round_.county_id,
            school_id=school_id,
        )
        for user_id, school_id in heads.values_list("user_id", "school_id").distinct()
    )
