"""What guides write to people."""

import hashlib
from collections.abc import Sequence

from django.urls import reverse

from guides.models import Guide, GuideEvent, ReviewReason
from portal.accounts.models import User
from portal.links import site
from portal.mail import post


def tell_of_return(guide: Guide, event: GuideEvent) -> None:
    """Tell those who wrote what is returned why; whoever returned it knows."""
    latest = guide.revisions.select_related("created_by", "author__user").latest("number")
    path = reverse("admin:guides_guide_change", args=[guide.pk])
    context = {
        "title": latest.title,
        "reason": event.note,
        "address": f"{site()}{path}",
        "is_live": guide.is_live,
        "by": event.by,
    }
    for person in {_who_handed_over(guide) or latest.created_by, latest.author.user} - {event.by}:
        if person is not None and person.is_staff:
            post(
                to=person,
                matter=f"guide-returned:{guide.pk}:{event.pk}",
                subject=f"Returned: {latest.title}",
                template="emails/guide_returned.txt",
                context=context,
            )


def _who_handed_over(guide: Guide) -> User | None:
    """Who submitted it last; nobody submits an edit of what is live."""
    submitted = guide.events.filter(kind=GuideEvent.Kind.SUBMITTED).select_related("by").first()
    return submitted.by if submitted and guide.live_number is None else None


def owner_of(guide: Guide) -> User | None:
    """Whose guide it is: the account of the byline, else the editor who published it last."""
    writer: User | None = guide.author.user
    if writer is not None and writer.is_active and writer.is_staff:
        return writer
    published = guide.events.filter(
        kind=GuideEvent.Kind.PUBLISHED, by__is_active=True, by__is_staff=True
    )
    last = published.select_related("by").first()
    return last.by if last else None


def tell_of_figures(guide: Guide, reasons: Sequence[ReviewReason]) -> bool:
    """That figures under a guide moved: one letter for all that were found together."""
    owner = owner_of(guide) if reasons else None
    if owner is None:
        return False
    batch = " ".join(f"{reason.pk}:{reason.after}" for reason in reasons)
    digest = hashlib.blake2b(batch.encode(), digest_size=8).hexdigest()
    return post(
        to=owner,
        matter=f"guide-figures:{guide.pk}:{digest}",
        subject=f"Figures have changed under “{guide}”",
        template="emails/guide_figures.txt",
        context={**_about(guide, owner), "reasons": reasons},
    )


def tell_overdue(guide: Guide) -> bool:
    """That the day of a guide's review has come."""
    owner = owner_of(guide)
    if owner is None:
        return False
    return post(
        to=owner,
        matter=f"guide-overdue:{guide.pk}:{guide.review_by}",
        subject=f"“{guide}” is due for a review",
        template="emails/guide_overdue.txt",
        context=_about(guide, owner),
    )


def tell_of_refused_edit(guide: Guide, event: GuideEvent, by: User | None) -> bool:
    """That a scheduled edit could not go live: to who scheduled it, or whose guide it is if they are gone."""
    is_there = by is not None and by.is_active and by.is_staff
    to = by if is_there else owner_of(guide)
    if to is None:
        return False
    return post(
        to=to,
        matter=f"guide-edit-refused:{guide.pk}:{event.pk}",
        subject=f"The edit of “{guide}” did not go live",
        template="emails/guide_edit_refused.txt",
        context={**_about(guide, to), "event": event},
    )


def _about(guide: Guide, owner: User) -> dict[str, object]:
    desk = f"{site()}{reverse('admin:guides_guide_change', args=[guide.pk])}"
    return {
        "guide": guide,
        "owner": owner,
        "page": f"{site()}{guide.get_absolute_url()}",
        "desk": desk,
    }
