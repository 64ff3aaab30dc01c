"""The words that a figure and its source choose from."""

from typing import Final

from django.db import models

from portal.money import Shape
from portal.publishing.models import Status
from portal.work import Period
from portal.work import Workplace as PlaceOfWork


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
    DISTRIBUTION = "distribution", "Distribution of reported pay"


class SurveyLevel(models.TextChoices):
    """The levels by which surveys of pay ask."""

    ENTRY = "entry", "Entry level"
    MID = "mid", "Mid-level"
    SENIOR = "senior", "Senior level"
    EXECUTIVE = "executive", "Executive level"


class Workplace(models.TextChoices):
    """Those of a listing, and one for figures to which it makes no difference."""

    ANY = "any", "any workplace"
    ONSITE = PlaceOfWork.ONSITE.value, "on-site"
    HYBRID = PlaceOfWork.HYBRID.value, "hybrid"
    REMOTE = PlaceOfWork.REMOTE.value, "remote"


class Component(models.TextChoices):
    BASE = "base", "base pay"
    TOTAL = "total", "total pay"


# Nobody publishes pay by the week.
PERIODS: Final = [choice for choice in Period.choices if choice[0] != Period.WEEK]

SHAPES: Final = [
    (Shape.RANGE.value, "range"),
    (Shape.SINGLE.value, "one figure"),
    (Shape.AT_LEAST.value, "at least"),
    (Shape.AT_MOST.value, "at most"),
    (Shape.PERCENTILES.value, "percentiles"),
]

STATES: Final = [
    (Status.DRAFT.value, "draft"),
    (Status.PUBLISHED.value, "published"),
    (Status.CLOSED.value, "withdrawn"),
]
