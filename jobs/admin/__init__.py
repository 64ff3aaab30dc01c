"""The desk's side of jobs: companies and their people, listings, and their review."""

from jobs.admin.companies import CompanyAdmin
from jobs.admin.jobs import JobAdmin

__all__ = ["CompanyAdmin", "JobAdmin"]
