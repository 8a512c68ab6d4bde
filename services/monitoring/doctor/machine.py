"""Checks of this machine: mode, static files, disk, certificate."""

import shutil
import socket
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from services.kit import static_files
from services.monitoring.doctor.result import CheckResult, failed, ok, skipped, warning

MIN_FREE_SHARE = 0.05
CERTIFICATE_DAYS = timedelta(days=14)  # they are renewed a month before: then something has gone wrong
TIMEOUT = 5.0  # seconds


def mode(_now: datetime) -> CheckResult:
    if settings.MODE == "production" and not settings.SECURE_SSL_REDIRECT:
        return warning(_("正式运行，但没有强制 https。"), _("去掉 NUANYANG_HTTPS=no。"))
    if settings.MODE == "production" and settings.IS_DEMO:
        return failed(_("正式运行，却开着演示：没有第二道验证。"), _("去掉 NUANYANG_DEMO。"))
    if settings.MODE in {"production", "local"}:
        return ok(_("运行方式：%(mode)s。") % {"mode": settings.MODE})
    return failed(
        _("运行方式是 %(mode)s，密钥是公开的。") % {"mode": settings.MODE},
        _("在环境文件里写 NUANYANG_MODE=production。"),
    )


def static(_now: datetime) -> CheckResult:
    if static_files.are_current(Path(settings.STATIC_ROOT), settings.ROOT):
        return ok(_("静态文件是这一版本的。"))
    return failed(
        _("%(folder)s 里没有这一版本的静态文件。") % {"folder": settings.STATIC_ROOT},
        _("在这台机器上运行 manage.py collectstatic --noinput。"),
    )


def disk(_now: datetime) -> CheckResult:
    folder = next(path for path in (Path(settings.DATA_DIR), *Path(settings.DATA_DIR).parents) if path.exists())
    usage = shutil.disk_usage(folder)
    shown = {"folder": folder, "free": f"{usage.free / 2**30:.1f}"}
    if usage.free < max(settings.MIN_FREE_BYTES, usage.total * MIN_FREE_SHARE):
        return failed(
            _("%(folder)s 所在的磁盘只剩 %(free)s GB。") % shown,
            _("清理日志和旧备份，或换一块更大的磁盘；满了就什么也写不进去。"),
        )
    return ok(_("%(folder)s 所在的磁盘还有 %(free)s GB。") % shown)


def certificate(now: datetime) -> CheckResult:
    address = urlsplit(settings.PUBLIC_ADDRESS)
    if address.scheme != "https" or not address.hostname:
        return skipped(_("没有 https 的公开地址（NUANYANG_ADDRESS）。"))
    shown = {"host": address.hostname}
    renew = _("看代理的日志；让 80 和 443 端口从外面能到，证书就会自动续上。")
    try:
        expires_at = _expiry(address.hostname, address.port or 443)
    except ssl.SSLCertVerificationError as error:
        return failed(_("%(host)s 的证书无效：%(why)s。") % {**shown, "why": error.verify_message}, renew)
    except OSError as error:
        return failed(
            _("从这台机器连不上 https://%(host)s：%(why)s。") % {**shown, "why": type(error).__name__},
            _("看代理是否在运行，域名是否指向它。"),
        )
    days = {**shown, "days": (expires_at - now).days}
    if expires_at - now < CERTIFICATE_DAYS:
        return failed(_("%(host)s 的证书还有 %(days)s 天到期。") % days, renew)
    return ok(_("%(host)s 的证书还有 %(days)s 天到期。") % days)


def _expiry(host: str, port: int) -> datetime:
    """When the certificate that the proxy shows ends. Raises OSError and SSLCertVerificationError."""
    context = ssl.create_default_context(cafile=settings.CA_FILE or None)
    plain = socket.create_connection((host, port), timeout=TIMEOUT)
    with plain, context.wrap_socket(plain, server_hostname=host) as sealed:
        shown = sealed.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
