"""County, township, school, and what belongs to a school: sites, staff, terms, days, classes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from services.schools.choices import DayKind, SchoolKind, Season, Sex, SiteKind
from services.schools.classes import class_label
from services.schools.sealed import Sealed
from services.schools.tenancy import (
    ALL,
    APPEND,
    NO_PRIVILEGES,
    READ,
    READ_BEFORE_SCOPE,
    CountyOwned,
    PublicIdModel,
    SchoolOwned,
    TenantModel,
)


class County(PublicIdModel, TenantModel):
    """A county, as a tenant: its education bureau, whose staff see all its schools."""

    name = models.CharField(max_length=60)
    code = models.CharField(max_length=6, blank=True)  # GB/T 2260
    # Until then the county imports its history: notifications are recorded as sent, so that nobody gets them.
    live_from = models.DateTimeField(null=True, blank=True)

    school_column, county_column = None, "id"
    privileges = {"r_school": READ, "r_county": READ, "r_worker": ALL}
    extra_policies = (READ_BEFORE_SCOPE,)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["name"], name="county_name")]

    def __str__(self) -> str:
        return self.name


class Township(PublicIdModel, CountyOwned):
    """A township (乡镇、街道) of the county."""

    name = models.CharField(max_length=60)

    class Meta(CountyOwned.Meta):
        db_table = "schools_region"  # its former name
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="region_name")]

    def __str__(self) -> str:
        return self.name


class School(PublicIdModel, TenantModel):
    """A school as a legal entity (法人学校): a tenant. Its locations are sites."""

    county = models.ForeignKey(County, models.PROTECT, related_name="+")
    township = models.ForeignKey(Township, models.PROTECT, db_constraint=False, db_column="region_id", related_name="+")
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=10, blank=True)  # 学校标识码
    kind = models.CharField(max_length=20, choices=SchoolKind, default=SchoolKind.PRIMARY)
    is_open = models.BooleanField(default=True)

    school_column = "id"
    # The county keeps its directory of schools; no school is ever deleted.
    privileges = {"r_school": READ, "r_county": "SELECT, INSERT, UPDATE", "r_worker": ALL}
    extra_policies = (READ_BEFORE_SCOPE,)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="school_name")]

    def __str__(self) -> str:
        return self.name


class Site(PublicIdModel, SchoolOwned):
    """A location where a school teaches: 本部, 教学点, 村小. Not a tenant of its own."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=SiteKind, default=SiteKind.MAIN)

    # With a new school come its sites, written by the county; what happens to them later is the school's.
    privileges = {"r_school": ALL, "r_county": APPEND, "r_worker": ALL}

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="site_name")]

    def __str__(self) -> str:
        return self.name


class Staff(PublicIdModel, SchoolOwned):
    """A person who works at a school, with the real name. The login (`User`) has none."""

    name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=200, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    subject = models.CharField(max_length=30, blank=True)  # 任教学科
    email = models.EmailField(blank=True)
    verified_email = models.EmailField(blank=True, default="", db_default="")  # the one its owner has proved
    # Stored, because a worker that writes a message has no browser to ask.
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="zh-hans")  # of messages to them
    site = models.ForeignKey(Site, models.PROTECT, db_constraint=False, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "user"], condition=Q(user__isnull=False), name="staff_user")
        ]
        indexes = [models.Index(fields=["school", "pinyin", "id"])]

    def __str__(self) -> str:
        return self.name


class StaffPrivate(Sealed):
    """Sealed: the phone number of a member of staff, encrypted and closed to the county."""

    staff = models.OneToOneField(Staff, models.CASCADE, db_constraint=False, related_name="private")
    phone = models.BinaryField(null=True)


class Officer(PublicIdModel, CountyOwned):
    """A person who works at the county's education bureau, with the real name."""

    name = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    verified_email = models.EmailField(blank=True, default="", db_default="")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    privileges = {"r_school": NO_PRIVILEGES, "r_county": ALL, "r_worker": ALL}

    def __str__(self) -> str:
        return self.name


class Term(PublicIdModel, CountyOwned):
    """One of the two terms of a school year. `school_year` is the year in which its autumn term begins."""

    school_year = models.PositiveSmallIntegerField()
    season = models.CharField(max_length=10, choices=Season)
    begins_on = models.DateField()
    ends_on = models.DateField()

    class Meta(CountyOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "school_year", "season"], name="term_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="term_runs_forward"),
        ]

    def __str__(self) -> str:
        years = f"{self.school_year}–{self.school_year + 1}"
        return gettext("%(years)s学年%(season)s") % {"years": years, "season": self.get_season_display()}


class SchoolDay(CountyOwned):
    """One day of a term in the county's calendar. `source` names who decided its kind."""

    term = models.ForeignKey(Term, models.CASCADE, db_constraint=False, related_name="days")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=DayKind)
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120)

    class Meta(CountyOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "date"], name="school_day_once")]


class SchoolDayOverride(SchoolOwned):
    """A school's own kind of one day, in place of the county's: lessons moved, a market day, a flood."""

    date = models.DateField()
    kind = models.CharField(max_length=10, choices=DayKind)
    reason = models.CharField(max_length=120)

    class Meta(SchoolOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "date"], name="school_day_override_once")]


class SchoolClass(PublicIdModel, SchoolOwned):
    """A class by its year of entry and number, which stay the same while its grade rises each September.

    `entry_grade` is 1 for primary and 7 for junior classes: grade = entry_grade + school year - entry_year.
    """

    site = models.ForeignKey(Site, models.PROTECT, db_constraint=False, related_name="classes")
    entry_year = models.PositiveSmallIntegerField()
    entry_grade = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    class_teacher = models.ForeignKey(
        Staff, models.SET_NULL, db_constraint=False, null=True, blank=True, related_name="classes_led"
    )

    class Meta(SchoolOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "entry_grade", "entry_year", "number"], name="class_once")
        ]

    def grade(self, school_year: int) -> int:
        """The grade 1–12 in a school year."""
        return self.entry_grade + school_year - self.entry_year

    def label(self, school_year: int) -> str:
        """三(2)班 in a school year."""
        return class_label(
            entry_year=self.entry_year, entry_grade=self.entry_grade, number=self.number, school_year=school_year
        )

    def __str__(self) -> str:
        return f"{self.entry_year}级{self.number}班"


class VaultKey(models.Model):
    """A key with which this database was sealed, by its fingerprint. A process with another key refuses to start."""

    name = models.CharField(max_length=40, primary_key=True)  # the id in VAULT_KEYS; `index` for the index key
    fingerprint = models.CharField(max_length=32)
    added_at = models.DateTimeField(default=timezone.now)
