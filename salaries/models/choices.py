"""The words that a figure and its source choose from."""

from typing import Final

from django.db import models

from portal.money import Shape
from portal.publishing.models import Status


class Basis(models.TextChoices):
    """What kind of evidence a figure rests on, the strongest first."""

    OFFICIAL = "official", "official statistics"
    SURVEY = "survey", "survey"
    ADVERTISED = "advertised", "advertised pay"
    EDITORIAL = "editorial", "compiled by editors"


class Measure(models.TextChoices):
    NATIONAL_MEDIAN = "national-median", "National median"
    MID_LEVEL = "mid-level", "Mid-level"
    SENIOR_LEVEL = "senior-level", "Senior"
    TECH_HUB = "tech-hub", "Tech hub"
    REMOTE_AVERAGE = "remote-average", "Remote average"
    EXPERIENCE = "experience", "By experience"
    SPECIALISM = "specialism", "Specialism"


class Workplace(models.TextChoices):
    ANY = "any", "any workplace"
    ONSITE = "onsite", "on-site"
    HYBRID = "hybrid", "hybrid"
    REMOTE = "remote", "remote"


class Period(models.TextChoices):
    YEAR = "year", "year"
    MONTH = "month", "month"
    DAY = "day", "day"
    HOUR = "hour", "hour"


class Component(models.TextChoices):
    BASE = "base", "base pay"
    TOTAL = "total", "total pay"


SHAPES: Final = [
    (Shape.RANGE.value, "range"),
    (Shape.SINGLE.value, "one figure"),
    (Shape.AT_LEAST.value, "at least"),
    (Shape.AT_MOST.value, "at most"),
]

STATES: Final = [
    (Status.DRAFT.value, "draft"),
    (Status.PUBLISHED.value, "published"),
    (Status.CLOSED.value, "withdrawn"),
]
