"""Tables without a tenant, and what each database role may do with them. Any other such table has no grant."""

from services.schools.tenancy import ALL, READ

ALL_ROLES = ("r_school", "r_county", "r_worker", "web", "worker")

# Credentials: the two logins use them before a scope is open; inside a scope nobody can.
_BEFORE_SCOPE = {"web": ALL, "worker": ALL}
_LOOKUP = dict.fromkeys(ALL_ROLES, READ)

UNSCOPED_PRIVILEGES: dict[str, dict[str, str]] = {
    "accounts_user": _BEFORE_SCOPE,
    "accounts_attempts": _BEFORE_SCOPE,
    "accounts_usedstep": _BEFORE_SCOPE,
    "django_session": _BEFORE_SCOPE,
    "usersessions_usersession": _BEFORE_SCOPE,
    "knox_authtoken": _BEFORE_SCOPE,
    "mfa_authenticator": _BEFORE_SCOPE,
    "account_emailaddress": _BEFORE_SCOPE,
    "account_emailconfirmation": _BEFORE_SCOPE,
    "axes_accessattempt": _BEFORE_SCOPE,
    "axes_accessattemptexpiration": _BEFORE_SCOPE,
    "axes_accessfailurelog": _BEFORE_SCOPE,
    "axes_accesslog": _BEFORE_SCOPE,
    "auth_permission": _LOOKUP,  # grants name a permission by its id
    "django_content_type": _LOOKUP,
    "notify_channelbreaker": {"r_school": READ, "r_county": READ, "r_worker": ALL},  # shown on the delivery status page
    "monitoring_queueheartbeat": {"web": READ, "worker": READ, "r_school": READ, "r_county": READ, "r_worker": ALL},
    "backups_backup": {"web": READ, "worker": READ, "r_worker": READ},  # the owner writes; others watch the age
    # The receipt endpoint stores receipts of any county before their tenant is known; only workers read them.
    "notify_deliveryreceipt": {"web": "INSERT", "worker": "INSERT", "r_worker": ALL},
    "schools_vaultkey": {"web": READ, "worker": READ},  # fingerprints: are the keys of this process the database's?
    "django_migrations": {"web": READ, "worker": READ},  # readiness compares it with the migrations of the code
}
# Tables of Django and guardian that stay empty: permissions come from memberships and from our own grant tables.
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
