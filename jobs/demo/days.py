"""Made-up views and apply clicks of the recruiter's listings, the same at each load.

Fewer from day to day after the first week, fewer at weekends, and about one reader in fifteen goes on to apply.
"""

import hashlib
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from jobs.models import Company, Job, JobDay

WEEKEND: Final = 0.45  # of what a weekday has
BUSIEST: Final = 90  # views of the best day of the best listing
DAYS: Final = 60


def load_days(company: Company) -> None:
    """For listings that have been live and have no figures yet."""
    jobs = Job.objects.filter(company=company, published_at__lte=timezone.now(), days=None)
    JobDay.objects.bulk_create([day for job in jobs for day in _days(job)])


def _days(job: Job) -> list[JobDay]:
    today = timezone.now().date()
    ends = [moment.date() for moment in (job.closed_at, job.closes_at) if moment]
    first, last = (job.published_at or timezone.now()).date(), min([today, *ends])
    number = min((last - first).days + 1, DAYS)
    return [_day(job, last - timedelta(days=n), (last - first).days - n) for n in range(number)]


def _day(job: Job, day: date, age: int) -> JobDay:
    """`age` is the days since it went live."""
    fame = 0.4 + 0.6 * _chance(job.external_id)
    fading = 0.5 if age == 0 else max(0.25, 1 - age / 40)
    weekday = WEEKEND if day.weekday() >= 5 else 1
    luck = 0.7 + 0.6 * _chance(f"{job.external_id} {age}")
    views = round(BUSIEST * fame * fading * weekday * luck)
    clicks = round(views * (0.03 + 0.07 * _chance(f"{age} {job.external_id}")))
    return JobDay(job=job, day=day, views=views, clicks=clicks)


def _chance(text: str) -> float:
    """From 0 up to 1, the same for the same text."""
    return int.from_bytes(hashlib.blake2s(text.encode(), digest_size=4).digest()) / 2**32
