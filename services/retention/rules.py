"""The table of every kind of row that is deleted by age: how long it is kept, why, and which rows may go.

`due` yields rows older than a moment, oldest first, of one county or of the whole service; it leaves out whatever
somebody still needs. `purge` deletes some of them with everything that depends on them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.audit_log.queries import KEEP as AUDIT_LOG_KEEP
from services.documents import queries as exports
from services.documents.actions import purge as purge_exports
from services.files import uploads
from services.jobs.actions import IDEMPOTENCY_KEY_TTL
from services.links import queries as links
from services.links.actions.issuing import purge as purge_links
from services.notify.actions.retention import KEEP as KEEP_NOTIFICATIONS
from services.retention import logins, people, work
from services.retention.people import Entry

Rows = QuerySet[Any]
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    """One kind of row.

    `where`: rows of one county; of all counties at once; or of logins, which no scope can read. `entries` describes
    rows about children: they wait for a confirmed list, in which a person reads them first.
    """

    key: str
    title: Promise | str
    keep: timedelta
    counted_from: Promise | str
    reason: Promise | str
    due: Callable[[int | None, datetime], Rows]
    purge: Callable[[Sequence[Any]], int]
    # Rows of one transaction: one DELETE over a year of rows would hold locks and swell the log for minutes.
    batch: int = 5000
    where: Literal["county", "service", "logins"] = "county"
    entries: Callable[[Sequence[str]], list[Entry]] | None = None

    @property
    def is_personal(self) -> bool:
        return self.entries is not None

    def cutoff(self, now: datetime) -> datetime:
        return now - self.keep


RULES = (
    RetentionRule(
        key="rosters",
        title=_("上传的名册文件"),
        keep=timedelta(days=90),
        counted_from=_("上传"),
        reason=_("核对和撤销一学期内够用；学生资料已在库里。个人信息保护法第十九条：期限为实现目的所必要的最短时间。"),
        due=people.due_rosters,
        purge=people.purge_rosters,
        entries=people.roster_entries,
        # Each row holds a whole workbook.
        batch=200,
    ),
    RetentionRule(
        key="leavers",
        title=_("离校学生的档案"),
        keep=10 * YEAR,
        counted_from=_("离校"),
        reason=_("毕业、转学后的查询和复议；有未销号的异常、未公布的考核、未复核的查看时不删。"),
        due=people.due_leavers,
        purge=people.purge_leavers,
        entries=people.leaver_entries,
        # With each pupil go the rows of every app about them.
        batch=20,
    ),
    RetentionRule(
        key="occurrences",
        title=_("定时任务的发生记录"),
        keep=timedelta(days=30),
        counted_from=_("应运行的时间"),
        reason=_("补发只看最近几天；每所学校每天约 27 条。"),
        due=work.due_occurrences,
        purge=work.purge_occurrences,
    ),
    RetentionRule(
        key="exports",
        title=_("导出的文件"),
        keep=exports.KEEP,
        counted_from=_("导出"),
        reason=_("够下载和打印；要用时随时可以再导出。"),
        due=exports.due,
        purge=purge_exports,
        batch=50,  # each has a file
    ),
    RetentionRule(
        key="uploads",
        title=_("没有传完的文件"),
        keep=timedelta(days=1),
        counted_from=_("开始上传"),
        reason=_("断了线，当天还能接着传；隔天重传就是。"),
        due=uploads.due,
        purge=uploads.purge,
        batch=50,
    ),
    RetentionRule(
        key="files",
        title=_("没有对象的文件"),
        keep=timedelta(days=1),
        counted_from=_("保存"),
        reason=_("附件、导出和上传删除以后，文件随之删除；一天之内的可能还在保存。"),
        due=work.due_files,
        purge=work.purge_files,
        batch=50,
    ),
    RetentionRule(
        key="links",
        title=_("发给家里的链接"),
        keep=links.KEEP,
        counted_from=_("链接到期"),
        reason=_("一年内还能查到给过谁；打开过它的手机也一并删除。"),
        due=links.due,
        purge=purge_links,
    ),
    RetentionRule(
        key="answered_links",
        title=_("家里回答过的链接"),
        keep=links.KEEP_ANSWERED,
        counted_from=_("链接到期"),
        reason=_("同意和撤回要能证明。个人信息保护法第五十六条：处理情况的记录至少保存三年。"),
        due=links.due_answered,
        purge=purge_links,
    ),
    RetentionRule(
        key="jobs",
        title=_("后台任务"),
        keep=timedelta(days=180),
        counted_from=_("结束"),
        reason=_("查一个学期内的导入和计算；还被引用的不删。"),
        due=work.due_jobs,
        purge=work.purge_jobs,
    ),
    RetentionRule(
        key="idempotency_keys",
        title=_("接口的重复请求"),
        keep=IDEMPOTENCY_KEY_TTL,
        counted_from=_("请求"),
        reason=_("同一请求一天内再发，得到同一个回应。"),
        due=work.due_idempotency_keys,
        purge=work.purge_idempotency_keys,
    ),
    RetentionRule(
        key="notifications",
        title=_("消息和发送记录"),
        keep=KEEP_NOTIFICATIONS,
        counted_from=_("写出"),
        reason=_("上一年的投诉要能查；没有发完的不删。"),
        due=work.due_notifications,
        purge=work.purge_notifications,
        where="service",
    ),
    RetentionRule(
        key="incidents",
        title=_("处理完的异常"),
        keep=KEEP_NOTIFICATIONS,
        counted_from=_("处理完"),
        reason=_("和消息一样久。"),
        due=work.due_incidents,
        purge=work.purge_incidents,
        where="service",
    ),
    RetentionRule(
        key="audit_log",
        title=_("审计日志（按封条计，每条最多一千行）"),
        keep=AUDIT_LOG_KEEP,
        counted_from=_("封存"),
        reason=_("三年内的投诉和责任要能查；整条封条一起删，删到哪里另有封存的记录，其余仍可核对。"),
        due=work.due_audit_seals,
        purge=work.purge_audit_seals,
        batch=10,
    ),
    RetentionRule(
        key="sessions",
        title=_("过期的登录"),
        keep=timedelta(days=1),
        counted_from=_("过期"),
        reason=_("过期以后没有用处。"),
        due=logins.due_sessions,
        purge=logins.purge_sessions,
        where="logins",
    ),
    RetentionRule(
        key="login_logs",
        title=_("登录日志"),
        keep=timedelta(days=200),
        counted_from=_("登录"),
        reason=_("网络安全法第二十一条：网络日志不少于六个月。"),
        due=logins.due_login_logs,
        purge=logins.purge_login_logs,
        where="logins",
    ),
    RetentionRule(
        key="login_failures",
        title=_("登录失败的日志"),
        keep=timedelta(days=200),
        counted_from=_("登录"),
        reason=_("网络安全法第二十一条：网络日志不少于六个月。"),
        due=logins.due_login_failures,
        purge=logins.purge_login_failures,
        where="logins",
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}
