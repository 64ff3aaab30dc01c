"""The words in which work and its pay are described, by listings and by figures alike."""

from django.db import models


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
    """What an amount of pay is for."""

    YEAR = "year", "year"
    MONTH = "month", "month"
    WEEK = "week", "week"
    DAY = "day", "day"
    HOUR = "hour", "hour"
