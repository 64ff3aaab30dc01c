"""Made-up companies and their jobs in every state, from TOML beside this file.

Days are counted from the day of the first load, and `posted_days_ago` below zero lies ahead of it.
What is there already is left as it is.
"""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone

from jobs import actions
from jobs.advertised import count_advertised
from jobs.demo.days import load_days
from jobs.models import CloseReason, Company, Job, JobContent, Membership
from jobs.models.people import INVITATION_LASTS
from jobs.recruiting.people import digest_of
from portal.accounts.models import User
from portal.demo import Step
from portal.publishing.models import content_fields
from portal.taxonomy.former import renamed_roles
from portal.taxonomy.models import Place, Role, Skill

order = 40
CONTENT: Final = Path(__file__).parent / "content"
RECRUITER: Final = "recruiter@example.org"
COLLEAGUE: Final = "colleague@example.org"
INVITED: Final = "noor@lanternwharf.example"
# The recruiter's company: one with jobs in many states.
EMPLOYER: Final = "lanternwharf"


@dataclass(frozen=True)
class People:
    """Who did what in the demo; nobody where the demo makes no accounts."""

    recruiter: User | None
    moderator: User | None


@dataclass(frozen=True)
class Words:
    """The shared words by slug, read once."""

    roles: dict[str, Role]
    skills: dict[str, Skill]
    places: dict[str, Place]


@transaction.atomic
def load(step: Step) -> None:
    step("Companies")
    words = Words(_roles(), _by_slug(Skill), _by_slug(Place))
    companies = {row["slug"]: _company(row, words) for row in _rows("companies")}
    people = People(_user(RECRUITER), _user("moderator@example.org"))
    if people.recruiter:
        Membership.objects.get_or_create(
            company=companies[EMPLOYER],
            user=people.recruiter,
            defaults={"role": Membership.Role.OWNER},
        )
        _colleagues(companies[EMPLOYER], people.recruiter)
    known = set(Job.objects.values_list("company__slug", "external_id"))
    for path in sorted((CONTENT / "jobs").glob("*.toml")):
        step(f"Jobs: {path.stem}")
        for row in tomllib.loads(path.read_text())["jobs"]:
            if (row["company"], row["external_id"]) not in known:
                _job(row, companies[row["company"]], words, people)
    load_days(companies[EMPLOYER])
    step("Advertised pay")
    count_advertised()


def _colleagues(company: Company, owner: User) -> None:
    """Somebody who works with the recruiter, and somebody who hasn't answered yet."""
    if colleague := _user(COLLEAGUE):
        Membership.objects.get_or_create(company=company, user=colleague)
    if not company.invitations.filter(email=INVITED).exists():
        now = timezone.now()
        company.invitations.create(
            email=INVITED,
            invited_by=owner,
            digest=digest_of(secrets.token_urlsafe(32)),
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )


def _rows(name: str) -> Iterator[dict[str, Any]]:
    yield from tomllib.loads((CONTENT / f"{name}.toml").read_text())[name]


def _by_slug[Word: models.Model](model: type[Word]) -> dict[str, Word]:
    return {word.slug: word for word in model._default_manager.all()}  # type: ignore[attr-defined]


def _roles() -> dict[str, Role]:
    """Roles that were merged or renamed also by the slugs that they had."""
    roles = _by_slug(Role)
    return roles | {former: roles[today] for former, today in renamed_roles().items()}


def _user(email: str) -> User | None:
    return User.objects.filter(email=email).first()


def _company(row: dict[str, Any], words: Words) -> Company:
    paragraphs = row["about"].split("\n\n")
    defaults = {
        "name": row["name"],
        "website": row["website"],
        "size": row["size"],
        "headquarters": words.places[row["headquarters"]],
        "about": "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs),
    }
    company, _ = Company.objects.get_or_create(slug=row["slug"], defaults=defaults)
    return company


def _job(row: dict[str, Any], company: Company, words: Words, people: People) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    live_from = now - timedelta(days=row["posted_days_ago"])
    recruiter = people.recruiter if company.slug == EMPLOYER else None
    job = actions.create_job(
        company=company,
        by=recruiter,
        values=_content(row, words, now),
        external_id=row["external_id"],
        closes_at=now + timedelta(days=row["closes_in_days"]),
        key=row["key"],
    )
    if row["state"] != "draft":
        actions.submit_job(job=job, by=recruiter, at=live_from)
    if row["state"] == "returned":
        actions.return_job(job=job, by=people.moderator, reason=row["return_reason"])
    if row["state"] in ("published", "closed"):
        actions.approve_job(job=job, by=people.moderator, at=live_from)
    if row["state"] == "closed":
        closed = now - timedelta(days=row["closed_days_ago"])
        reason = CloseReason(row["close_reason"])
        actions.close_job(job=job, by=people.moderator, reason=reason, at=closed)


def _content(row: dict[str, Any], words: Words, now: datetime) -> dict[str, Any]:
    values = {name: row[name] for name in content_fields(JobContent) if name in row}
    values |= {
        "title": row["title"],
        "description": row["description"].strip(),
        "primary_role": words.roles[row["primary_role"]],
        "roles": [words.roles[slug] for slug in row["roles"]],
        "skills": [words.skills[slug] for slug in row["skills"]],
        "locations": [words.places[slug] for slug in row["locations"]],
        "remote_countries": [words.places[slug] for slug in row["remote_countries"]],
        "responsibilities": "\n".join(row["responsibilities"]),
        "benefits": "\n".join(row["benefits"]),
        "pay_min": Decimal(str(row["pay_min"])),
        "pay_max": Decimal(str(row["pay_max"])),
    }
    if "deadline_in_days" in row:
        values["deadline"] = (now + timedelta(days=row["deadline_in_days"])).date()
    return values
