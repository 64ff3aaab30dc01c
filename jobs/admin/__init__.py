"""The desk's side of jobs: companies and their people, listings, and their review."""

from jobs.admin.alerts import AlertAdmin, ToldAdmin
from jobs.admin.companies import CompanyAdmin
from jobs.admin.jobs import JobAdmin
from jobs.admin.moderation import ReturnReasonAdmin

__all__ = ["AlertAdmin", "CompanyAdmin", "JobAdmin", "ReturnReasonAdmin", "ToldAdmin"]
