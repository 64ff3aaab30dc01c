"""The words that a listing chooses from."""

from django.db import models


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", "Full-time"
    PART_TIME = "part_time", "Part-time"
    CONTRACT = "contract", "Contract"
    TEMPORARY = "temporary", "Temporary"
    INTERNSHIP = "internship", "Internship"


class ExistingVacancy(models.TextChoices):
    """Whether a post is open now, or applications are collected for later."""

    YES = "yes", "An open position"
    NO = "no", "No position is open yet: applications are kept for later"
    UNKNOWN = "unknown", "Not stated"


class CloseReason(models.TextChoices):
    FILLED = "filled", "filled"
    WITHDRAWN = "withdrawn", "withdrawn"
