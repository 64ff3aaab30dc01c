"""What `manage.py catch_up` sees to for jobs."""

from jobs.advertised import count_daily
from jobs.alerts.leaving import forget_letters, forget_unconfirmed
from jobs.alerts.sending import send_due
from jobs.applying.actions import forget_applications
from jobs.letters import tell_of_expiry
from jobs.moderation.inspection import take_up
from jobs.moderation.reports import forget_addresses
from jobs.posting.unsaved import forget_abandoned
from jobs.stats.actions import forget_days
from jobs.webhooks.sending import deliver_due
from portal.upkeep import upkeep


def register_upkeep() -> None:
    upkeep("Figures of advertised pay that moved", count_daily)
    upkeep("Job alerts sent", send_due)
    upkeep("Webhooks told", deliver_due)
    upkeep("Letters about listings that close within a week", tell_of_expiry)
    upkeep("Listings handed over that were looked over late", take_up)
    upkeep("Applications forgotten", forget_applications)
    upkeep("Addresses of readers who reported forgotten", forget_addresses)
    upkeep("Job alerts that nobody confirmed", forget_unconfirmed)
    upkeep("Letters of job alerts erased", forget_letters)
    upkeep("Days of listings’ figures dropped", forget_days)
    upkeep("Unsaved listings dropped", forget_abandoned)
