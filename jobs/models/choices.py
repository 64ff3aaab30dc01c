"""The words that a listing chooses from."""

from django.db import models


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", "Full-time"
    PART_TIME = "part_time", "Part-time"
    CONTRACT = "contract", "Contract"
    TEMPORARY = "temporary", "Temporary"
    INTERNSHIP = "internship", "Internship"


class Level(models.TextChoices):
    ENTRY = "entry", "Entry level"
    JUNIOR = "junior", "Junior"
    MID = "mid", "Mid-level"
    SENIOR = "senior", "Senior"
    STAFF = "staff", "Staff"
    PRINCIPAL = "principal", "Principal"
    LEAD = "lead", "Lead"


class Workplace(models.TextChoices):
    ONSITE = "onsite", "On-site"
    HYBRID = "hybrid", "Hybrid"
    REMOTE = "remote", "Remote"


class Period(models.TextChoices):
    YEAR = "year", "year"
    MONTH = "month", "month"
    WEEK = "week", "week"
    DAY = "day", "day"
    HOUR = "hour", "hour"


class ExistingVacancy(models.TextChoices):
    """Whether a post is open now, or applications are collected for later."""

    YES = "yes", "An open position"
    NO = "no", "No position is open yet: applications are kept for later"
    UNKNOWN = "unknown", "Not stated"


class CloseReason(models.TextChoices):
    FILLED = "filled", "filled"
    WITHDRAWN = "withdrawn", "withdrawn"
