"""Open jobs and the companies that have them."""

from jobs.models import Company, Job
from portal.sitemaps import Section, register, register_pages

register_pages("jobs:list")
register(
    Section(
        "jobs",
        queryset=Job.objects.public,
        route="jobs:detail",
        lastmod="changed_at",
        topics=("jobs",),
    )
)
register(
    Section(
        "companies",
        queryset=Company.objects.hiring,
        route="jobs:company",
        lastmod="updated_at",
        topics=("jobs",),
    )
)
