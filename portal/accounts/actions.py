"""What is done to people's accounts."""

from django.db.models import F, QuerySet

from portal.accounts.models import User


def end_sessions(people: QuerySet[User]) -> int:
    """Sign people out everywhere, at their next request; how many accounts that were."""
    return people.update(sessions_ended=F("sessions_ended") + 1)


def vouch_for(user: User) -> None:
    """Count their address as verified without a letter: whoever runs the site says so."""
    user.emailaddress_set.update_or_create(
        email=user.email, defaults={"verified": True, "primary": True}
    )
