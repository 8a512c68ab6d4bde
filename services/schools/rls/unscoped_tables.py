"""Tables of no tenant, and why each may be read. What is neither here nor a tenant's table has no grant."""

from services.schools.tenancy import ALL, READ

EVERYBODY = ("r_school", "r_county", "r_worker", "web", "worker")

# Credentials: the logins read them before any scope; inside a school nobody can.
_DOORMAN_ONLY = {"web": ALL, "worker": ALL}
_DICTIONARY = dict.fromkeys(EVERYBODY, READ)

READABLE: dict[str, dict[str, str]] = {
    "accounts_user": _DOORMAN_ONLY,
    "django_session": _DOORMAN_ONLY,
    "knox_authtoken": _DOORMAN_ONLY,
    "mfa_authenticator": _DOORMAN_ONLY,
    "account_emailaddress": _DOORMAN_ONLY,
    "account_emailconfirmation": _DOORMAN_ONLY,
    "axes_accessattempt": _DOORMAN_ONLY,
    "axes_accessattemptexpiration": _DOORMAN_ONLY,
    "axes_accessfailurelog": _DOORMAN_ONLY,
    "axes_accesslog": _DOORMAN_ONLY,
    "auth_permission": _DICTIONARY,  # grants name a permission by its id
    "django_content_type": _DICTIONARY,
    "notify_channelbreaker": {"r_school": READ, "r_county": READ, "r_worker": ALL},  # is the SMS gateway answering?
    "monitoring_queueheartbeat": {"r_school": READ, "r_county": READ, "r_worker": ALL},
    # The open door hears of messages of any county; only workers read what it heard.
    "notify_deliveryreceipt": {"web": "INSERT", "worker": "INSERT", "r_worker": ALL},
    "django_migrations": {"web": READ, "worker": READ},  # readiness: is the schema the code's?
}
# Standing empty and closed: groups and generic grants are not how this house gives power.
NO_ACCESS = frozenset(
    {
        "auth_group",
        "auth_group_permissions",
        "accounts_user_groups",
        "accounts_user_user_permissions",
        "guardian_userobjectpermission",
        "guardian_groupobjectpermission",
    }
)
