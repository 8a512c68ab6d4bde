"""Checks of what this installation talks to: queue, workers, mail server, SMS gateway."""

from datetime import datetime

import redis
from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from services.monitoring.doctor.database import cursor
from services.monitoring.doctor.result import CheckResult, failed, ok, skipped, warning

COUNT_HEARTBEATS = "SELECT count(*) FROM monitoring_queueheartbeat WHERE received_at IS NOT NULL"

TIMEOUT = 3.0  # seconds
TRIAL_GATEWAYS = ("file", "null")
_SILENT = (
    "SELECT queue FROM monitoring_queueheartbeat WHERE received_at < now() - CASE queue WHEN 'long'"
    " THEN interval '30 minutes' ELSE interval '90 seconds' END ORDER BY queue"
)


def queue(_now: datetime) -> CheckResult:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT) as client:
            client.ping()
    except redis.RedisError as error:
        return failed(
            _("队列没有应答：%(why)s。") % {"why": type(error).__name__},
            _("启动 Valkey，或改正 REDIS_URL。消息不会丢，巡查会慢一些地补发。"),
        )
    return ok(_("队列有应答。"))


def workers(_now: datetime) -> CheckResult:
    with cursor() as opened:
        opened.execute(_SILENT)
        silent = [name for (name,) in opened.fetchall()]
        opened.execute(COUNT_HEARTBEATS)
        (known,) = opened.fetchone()
    if not known:
        return warning(_("还没有后台进程应答过。"), _("启动 nuanyang.target。"))
    if silent:
        return failed(
            _("没有后台进程在处理：%(queues)s。") % {"queues": ", ".join(silent)},
            _("看 systemctl status 'nuanyang-worker@*'，把停下的启动起来。"),
        )
    return ok(_("%(count)s 个队列都有后台进程在处理。") % {"count": known})


def mail(_now: datetime) -> CheckResult:
    shown = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    try:
        connection = get_connection(timeout=TIMEOUT)
        connection.open()
        connection.close()
    except OSError as error:  # smtplib's errors are OSErrors too
        return failed(
            _("邮件服务器 %(host)s:%(port)s 不能用：%(why)s。") % {**shown, "why": type(error).__name__},
            _("核对 EMAIL_HOST、EMAIL_PORT、EMAIL_USER、EMAIL_PASSWORD、EMAIL_TLS 和防火墙。"),
        )
    return ok(_("邮件服务器 %(host)s:%(port)s 可以用。") % shown)


def sms(_now: datetime) -> CheckResult:
    if settings.SMS_PROVIDER not in TRIAL_GATEWAYS:
        return ok(_("短信网关：%(name)s。") % {"name": settings.SMS_PROVIDER})
    if settings.MODE != "production":
        return skipped(_("试用：短信只写进文件。"))
    return failed(
        _("短信网关是 %(name)s，短信发不到家长手上。") % {"name": settings.SMS_PROVIDER},
        _("把 NUANYANG_SMS_PROVIDER 设为 aliyun、tencent 或 carrier，并填好账号（docs/channels.md）。"),
    )
