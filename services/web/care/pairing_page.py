"""What the page 结对 shows: the answer in a sentence, the plan to approve, the pairings there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from services.care import queries
from services.care.choices import PairingPlanState
from services.care.models import Mentor, Pairing, PairingPlan, ProposedPair
from services.care.pairing_types import PairingReason, UnpairedReason
from services.care.queries import SiteDemand
from services.jobs.choices import JobState
from services.schools.models import Staff
from services.web.components import Progress
from services.web.jobs import progress_of

# Four rows of three teachers: what a screen shows at once.
SHOWN_MENTORS = 12
CAUSES = {
    UnpairedReason.MENTORS_FULL: gettext_lazy("%(site)s的结对名额已满"),
    UnpairedReason.NO_MENTOR_AT_SITE: gettext_lazy("%(site)s没有可结对的教师"),
}


@dataclass(frozen=True)
class ProposedRow:
    """A child of a pairing plan; `reason` is "" where nothing but the same site speaks for its mentor."""

    name: str
    class_label: str
    reason: str = ""


@dataclass(frozen=True)
class UnpairedGroup:
    """Children of a plan without a mentor, for the same cause."""

    cause: str
    rows: list[ProposedRow]


@dataclass(frozen=True)
class Proposal:
    """The newest plan as the page shows it: under way, failed, or to be approved."""

    work: Progress | None = None
    error: str = ""
    unpaired: tuple[UnpairedGroup, ...] = ()
    by_staff: tuple[tuple[Staff, list[ProposedRow]], ...] = ()

    @property
    def pair_count(self) -> int:
        return sum(len(rows) for _staff, rows in self.by_staff)


@dataclass(frozen=True)
class MentorRow:
    """A mentor with the open pairings; `free_slots` is None for who takes no further children."""

    mentor: Mentor
    pairings: list[tuple[Pairing, str]]  # with the label of the child's class
    free_slots: int | None


def answer(demand: Sequence[SiteDemand]) -> str:
    """65 名孩子待结对，本部只有 9 个名额，还差 19 位老师."""
    children = sum(site.children for site in demand)
    if not children:
        return _("每个孩子都有结对老师。")
    waiting = ngettext("%(n)d 名孩子待结对", "%(n)d 名孩子待结对", children) % {"n": children}
    sites = [site for site in demand if site.children]
    short = [_shortage(site, is_only=len(sites) == 1) for site in sites if site.missing_mentors]
    if short:
        return _("%(waiting)s，%(short)s。") % {"waiting": waiting, "short": _("；").join(short)}
    slots = sum(site.free_slots for site in sites)
    return _("%(waiting)s，名额够：还有 %(slots)d 个。") % {"waiting": waiting, "slots": slots}


def _shortage(site: SiteDemand, *, is_only: bool) -> str:
    name = site.site.name
    who = name if is_only else _("%(site)s %(children)d 名") % {"site": name, "children": site.children}
    missing = ngettext("还差 %(n)d 位老师", "还差 %(n)d 位老师", site.missing_mentors) % {"n": site.missing_mentors}
    if not site.free_slots:
        return _("%(who)s没有名额，%(missing)s") % {"who": who, "missing": missing}
    return _("%(who)s只有 %(n)d 个名额，%(missing)s") % {"who": who, "n": site.free_slots, "missing": missing}


def mentor_rows(pairings: Iterable[Pairing], year: int) -> list[MentorRow]:
    """One row per mentor; the pairings come in the order of their mentors."""
    return [
        _mentor_row(mentor, [(row, row.child.pupil.school_class.label(year)) for row in group])
        for mentor, group in groupby(pairings, key=lambda pairing: pairing.mentor)
    ]


def _mentor_row(mentor: Mentor, pairings: list[tuple[Pairing, str]]) -> MentorRow:
    return MentorRow(mentor, pairings, mentor.free_slots(len(pairings)) if mentor.is_active else None)


def proposal(plan: PairingPlan | None, year: int) -> Proposal:
    if plan is None:
        return Proposal()
    if plan.state == PairingPlanState.FAILED:
        return Proposal(error=plan.message)
    # The plan waits while its job has already failed: the job knows why.
    if plan.state == PairingPlanState.COMPUTING and plan.job:
        is_failed = plan.job.state == JobState.FAILED
        return Proposal(error=plan.job.message) if is_failed else Proposal(work=progress_of(plan.job))
    if plan.state != PairingPlanState.PROPOSED:
        return Proposal()
    rows = list(queries.proposed_pairs(plan))
    pairs = [row for row in rows if row.mentor]
    return Proposal(
        unpaired=_unpaired_groups([row for row in rows if not row.mentor], year),
        by_staff=tuple(
            (mentor.staff, [_row(row, year) for row in group])
            for mentor, group in groupby(pairs, key=lambda row: row.mentor)
            if mentor
        ),
    )


def _unpaired_groups(rows: Iterable[ProposedPair], year: int) -> tuple[UnpairedGroup, ...]:
    """Equal rows are one row with a count, the largest first."""
    groups: dict[str, list[ProposedRow]] = {}
    for row in rows:
        groups.setdefault(_cause(row), []).append(_row(row, year))
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return tuple(UnpairedGroup(cause, children) for cause, children in ordered)


def _cause(row: ProposedPair) -> str:
    site = row.child.pupil.school_class.site.name
    return _("；").join(
        str(CAUSES[UnpairedReason(code)] % {"site": site}) if code in UnpairedReason else queries.reason_label(code)
        for code in row.reasons
    )


def _row(row: ProposedPair, year: int) -> ProposedRow:
    pupil = row.child.pupil
    # Holds for every pair, so that it is said once for all of them.
    reasons = [queries.reason_label(code) for code in row.reasons if row.mentor and code != PairingReason.SAME_SITE]
    return ProposedRow(pupil.name, pupil.school_class.label(year), _("；").join(reasons))
