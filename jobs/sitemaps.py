"""Open jobs, the companies that have them, and the pages of roles and places in which there are some."""

from jobs.landing.addresses import addresses
from jobs.models import Company, Job
from portal.sitemaps import Addresses, Section, register, register_pages

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
register(Addresses("jobs-by-role-and-place", paths=addresses, topics=("jobs", "taxonomy")))
