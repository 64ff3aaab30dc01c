"""What is due when: a month on the desk, filled by what apps register in their `admin.py`.

register(Source("Job closes", "jobs.view_job", rows=…, moment="closes_at", route="admin:jobs_job_change"))
"""

from portal.calendar.sources import Source, register

__all__ = ["Source", "register"]
