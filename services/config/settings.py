"""Settings of every process, in one file. What differs between machines comes from `env`."""

import os
from collections.abc import Mapping

from csp.constants import NONE, SELF

from services.api import enums
from services.config import gateways, storage
from services.config.env import ROOT, ConfigurationError, Login, env
from services.kit import log
from services.kit.database import database_url

log.configure()
if env.mode in {"local", "production"}:
    os.umask(0o077)  # what this process writes is for its user alone: uploads, exports, letters of the trial

# -- what is installed
SECRET_KEY = env.secret_key
DEBUG = False
ALLOWED_HOSTS = env.allowed_hosts if env.mode != "test" else ["*"]
LINK_ADDRESS = env.link_address

LOCAL_APPS = [
    "services.accounts",
    "services.schools",
    "services.backups",
    "services.access",
    "services.jobs",
    "services.notify",
    "services.reminders",
    "services.files",
    "services.documents",
    "services.links",
    "services.audit_log",
    "services.monitoring",
    "services.children",
    "services.plans",
    "services.care",
    "services.health",
    "services.activities",
    "services.assessment",
    "services.dashboards",
    "services.retention",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "knox",
    "rest_framework",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_structlog",
    "csp",
    *LOCAL_APPS,
    "services.api",
    "services.web",
    "services.demo",
    "services.schools.rls.apps.RlsConfig",  # last: it applies row-level security when all tables exist
]
MIDDLEWARE = [
    # The order matters. First the caller's true address, which limits and logs read.
    "services.kit.client_address.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before sessions: a probe must answer while the database is down.
    "services.config.probes.ProbeMiddleware",
    "services.accounts.middleware.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "services.accounts.middleware.SessionMiddleware",
    "services.accounts.middleware.DisplayMiddleware",
    "services.kit.request_log.RequestLogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Around the scope: these turn what a view answered or raised into an answer for the page that sent a form.
    "services.web.saving.answers.SavingMiddleware",
    "services.web.saving.conflicts.ConflictMiddleware",
    # The scope is open for the view alone: inside it nobody can read sessions and logins.
    "services.access.middleware.ScopeMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "services.config.urls"
WSGI_APPLICATION = "services.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "services/web/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "services.web.layout.layout",
            ],
        },
    },
]


# -- databases: the login of this process, a second connection for progress and leases, the owner for migrations
def _database(login: Login, test: dict[str, object]) -> dict[str, object]:
    try:
        database = database_url.parse(env.database(login))
    except database_url.InvalidDatabaseUrl as error:
        raise ConfigurationError(f"{login.upper()}_DATABASE_URL cannot be read: {error}.") from error
    # Kept open, and tested before reuse: after a restart of the database no request fails for a dead connection.
    pooling: dict[str, object] = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    return {**database, **pooling, "ATOMIC_REQUESTS": False, "TEST": test}


_MIRROR: dict[str, object] = {"MIRROR": "owner"}
DATABASES = {
    "default": _database(env.login, _MIRROR),
    "progress": _database(env.login, _MIRROR),
    "owner": _database("owner", {"DEPENDENCIES": []}),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A cache of each process: nothing is kept in it that processes share or that must survive; those are rows.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# -- users: authentication, second factor, lock-out, sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "services.accounts.backend.PasswordBackend",
    "services.access.backend.GrantBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if env.mode == "test":  # a test run creates hundreds of logins
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS: list[Mapping[str, object]] = [
    {"NAME": "services.accounts.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    *(
        {"NAME": f"services.accounts.passwords.{name}Validator"}
        for name in ("UsernameSimilarity", "CommonPassword", "NumericPassword", "LocalWords")
    ),
]
LOCAL_WORDS = env.local_words
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "account_login"
# Grants are read by services.access.grants alone: no methods on the user, no row for an anonymous one.
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
ACCOUNT_ADAPTER = "services.web.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_FORMS = {
    "login": "services.web.accounts.forms.LoginForm",
    "change_password": "services.web.accounts.forms.ChangePasswordForm",
}
# Logins come from invitations: no sign-up, no e-mail address of a login, nothing to verify by mail.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Allauth counts in the cache of each process. Axes and services.accounts.limits count in the database, for all.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "services.web.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "services.web.accounts.forms.AuthenticateForm",
    "reauthenticate": "services.web.accounts.forms.ReauthenticateForm",
    "activate_totp": "services.web.accounts.forms.ActivateTOTPForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.https  # http://localhost, where browsers allow passkeys too
MFA_TOTP_ISSUER = "暖阳"
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: the clocks of cheap phones are inexact
MFA_COMPULSORY = env.mfa_compulsory
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# The pair: guesses from another address must not lock out the owner of the name.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "services.accounts.lockout.lockout_username"
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
SESSION_COOKIE_AGE = 14 * 86_400  # at most; IDLE_SECONDS ends most sessions earlier
# Without a request for this long a session is over: in offices, for others, and where it is somebody's own phone.
IDLE_SECONDS = {"office": 30 * 60, "others": 12 * 3600, "own_phone": SESSION_COOKIE_AGE}
# However much it is used, a session is over so long after the login: a day's work, a week, a term.
MAX_SECONDS = {"office": 12 * 3600, "others": 7 * 86_400, "own_phone": 150 * 86_400}
TRUSTED_PROXIES = env.trusted_proxies
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.https
# Browsers accept a cookie of this name from this host alone, and over https alone.
_HOST = "__Host-" if env.https else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "services.web.saving.answers.csrf_failed"

# -- languages and time zone
LANGUAGE_CODE = "zh-hans"  # the texts in the code are Chinese; locale/en translates them
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "services/locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# -- files
STATIC_URL = "static/"
STATIC_ROOT = env.data_dir / "static"
STATICFILES_DIRS: list[str] = []
_manifest = env.mode in {"local", "production"}
STORAGES = {
    "default": storage.default(),
    "staticfiles": {
        "BACKEND": "services.kit.static_files.NotedStaticFilesStorage"
        if _manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _manifest
# Compression is the slowest step of a first start: hashed files only, and no source maps.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "br", "gz", "png", "jpg", "jpeg", "webp", "woff", "woff2", "ico", "zip")
MEDIA_ROOT = env.data_dir / "files"
FILES_QUOTA_BYTES, CLAMD = env.files_quota_bytes, env.clamd
FILE_CHECKS_DIR = env.data_dir / "checks"  # its locked files limit the checks of this host
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20  # of a body without its files
# No photo or roster lies on the disk in plain text. The limit is one request's: the largest file of any use.
FILE_UPLOAD_HANDLERS = ["services.kit.memory_upload.MemoryUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20

# -- content security policy: nothing from other hosts, nothing inline
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.https
SECURE_HSTS_SECONDS = 31_536_000 if env.https else 0  # a year
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.https else None

# -- the API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["services.api.framework.MiddlewareAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["services.api.framework.HasRequiredPermission"],
    "DEFAULT_PARSER_CLASSES": ["services.api.framework.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["services.api.framework.OrjsonRenderer"],
    "DEFAULT_SCHEMA_CLASS": "services.api.schema.DerivedAutoSchema",
    "EXCEPTION_HANDLER": "services.api.framework.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # the contact card handles ?format=pdf itself
}
# A day: programs log in each morning, and a token that leaked is worthless soon.
REST_KNOX = {"TOKEN_TTL_HOURS": 24, "AUTO_REFRESH": False, "TOKEN_LIMIT_PER_USER": None}
DRF_STANDARDIZED_ERRORS = {"ENABLE_IN_DEBUG_FOR_UNHANDLED_EXCEPTIONS": True}
SPECTACULAR_SETTINGS = {
    "TITLE": "暖阳 Nuanyang",
    "DESCRIPTION": "Care for left-behind children: schools, case files, pairing, checkups, assessment, dashboards.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": enums.NAMES,
    "POSTPROCESSING_HOOKS": [
        "drf_standardized_errors.openapi_hooks.postprocess_schema_enums",
    ],
}

# -- e-mail
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = env.email_host, env.email_port, 10
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS = env.email_user, env.email_password, env.email_tls
DEFAULT_FROM_EMAIL = env.email_from

# -- settings of our own apps
MODE, ROOT = env.mode, env.root
PUBLIC_ADDRESS, CA_FILE = env.address, env.ca_file
SMS_PROVIDER = gateways.sms()
MIN_FREE_BYTES = env.min_free_bytes
IS_DEMO = env.is_demo
DATA_DIR = env.data_dir
VAULT_KEYS, VAULT_INDEX_KEY = env.vault_keys, env.vault_index_key
REDIS_URL = env.redis_url
BACKUP_KEY, BACKUP_DIR, BACKUP_HOOK = env.backup_key, env.backup_dir, env.backup_hook
TASK_SENDER = "workers.broker.sender.send_task"
LEASE_SECONDS = env.lease_seconds
SMS_FILE_DIR = env.data_dir / "sms"
NOTIFY_DAILY_LIMIT = {"guardian": 3, "staff": 8}  # messages to one person; the rest is sent next morning
NOTIFY_CHANNELS = {**gateways.CHANNELS, "sms": gateways.SMS[gateways.sms()]}
SMS_IS_TRIAL = gateways.sms() in gateways.TRIAL_SMS
NOTIFY_HOSTS, NOTIFY_PROXY = gateways.hosts(), gateways.proxy()
ALIYUN, TENCENT, CARRIER = gateways.AliyunAccount(), gateways.TencentAccount(), gateways.CarrierAccount()
WECOM_URL, DINGTALK_URL = gateways.wecom_url(), gateways.dingtalk_url()
RECEIPTS_SECRET = gateways.receipts_secret()

# -- metrics and logs
METRICS = env.metrics
LOGGING = log.settings("INFO" if env.mode != "test" else "CRITICAL")
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # its backend knows no valid_until; services.access.backend answers instead
]
