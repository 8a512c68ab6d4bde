"""教职工 by need: who is to be checked or invited first, the others folded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import queries
from services.access.actor import Actor
from services.access.permissions import Permission
from services.care import queries as care
from services.kit import clock
from services.schools import queries as schools
from services.schools.models import Staff
from services.web.components import Text, Tone
from services.web.forms import working_staff

# More than the largest school; found by the search beyond that.
MAX_ROWS = 500
# As the reminder: what ends within a month is to be renewed now.
RENEW_WITHIN = timedelta(days=30)
SHOWN_OPEN = 8  # longer lists of the same need are folded, but for what has run out


@dataclass(frozen=True)
class StaffRow:
    """A member of staff with an open invitation, and the last day of the newest background check."""

    staff: Staff
    is_invited: bool
    check_valid_until: date | None


@dataclass(frozen=True)
class StaffGroup:
    """Members of staff with the same need."""

    label: Text
    rows: Sequence[StaffRow]
    tone: Tone = ""
    is_open: bool = True


def staff_rows(actor: Actor, search_text: str, school: UUID | None) -> list[StaffRow]:
    people = working_staff().select_related("site", "school")
    if school:
        people = people.filter(school__public_id=school)
    if search_text:
        people = schools.search_staff(people, search_text)
    return list(_with_state(actor, people))


def _with_state(actor: Actor, people: QuerySet[Staff]) -> Iterable[StaffRow]:
    invited: set[int | None] = set()
    if actor.has_permission(Permission.INVITE_MEMBERS):
        invited = set(queries.open_invitations(clock.now()).values_list("staff_id", flat=True))
    # The result of a check is the head's business, not the colleagues'.
    checks: dict[int, date] = {}
    if actor.has_permission(Permission.MANAGE_SCHOOL):
        checks = dict(care.newest_background_checks().values_list("staff_id", "valid_until"))
    for person in people[:MAX_ROWS]:
        yield StaffRow(person, person.pk in invited, checks.get(person.pk))


def staff_groups(rows: Sequence[StaffRow], today: date, *, sees_checks: bool) -> list[StaffGroup]:
    """The rows by their gravest need, without empty groups. Whoever sees no checks sees who cannot sign in."""
    by_need: dict[str, list[StaffRow]] = {"expired": [], "ending": [], "unchecked": [], "no_login": [], "": []}
    for row in rows:
        by_need[_need(row, today, sees_checks=sees_checks)].append(row)
    unchecked, no_login = by_need["unchecked"], by_need["no_login"]
    has_need = len(by_need[""]) < len(rows)
    groups = [
        StaffGroup(_("入职查询已到期"), by_need["expired"], "alert"),
        StaffGroup(_("入职查询 30 天内到期"), by_need["ending"], "due"),
        StaffGroup(_("没有登记入职查询"), unchecked, "due", is_open=len(unchecked) <= SHOWN_OPEN),
        StaffGroup(_("还不能登录"), no_login, "now", is_open=len(no_login) <= SHOWN_OPEN),
        StaffGroup(_("一切正常") if has_need else _("全部"), by_need[""], "done", is_open=not has_need),
    ]
    return [group for group in groups if group.rows]


def _need(row: StaffRow, today: date, *, sees_checks: bool) -> str:
    if sees_checks:
        if row.check_valid_until is None:
            return "unchecked"
        if row.check_valid_until <= today:
            return "expired"
        if row.check_valid_until <= today + RENEW_WITHIN:
            return "ending"
    return "" if row.staff.user_id else "no_login"


def answer(groups: Sequence[StaffGroup]) -> tuple[str, Tone]:
    """What is to be done, in a sentence; and how urgent it is."""
    needs = [group for group in groups if group.tone != "done"]
    if not needs:
        return _("教职工一切正常。"), "done"
    counts = [_("%(count)d 位%(need)s") % {"count": len(group.rows), "need": group.label} for group in needs]
    return _("，").join(counts) + _("。"), "alert" if needs[0].tone == "alert" else "due"
