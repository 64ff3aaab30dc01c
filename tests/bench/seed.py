"""Fills a database: 1,000 guides of about 3,000 words, and many copies of the demo's open jobs.

Run as a process of its own, in the environment of the database: `python -m tests.bench.seed 10000`.
"""

import itertools
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from rich.progress import Progress  # noqa: E402

from guides.actions import create_guide, publish_guide  # noqa: E402
from guides.models import Guide, GuideContent  # noqa: E402
from guides.rendering import render_guide  # noqa: E402
from jobs.models import Job, JobPlace  # noqa: E402
from portal.publishing.models import content_fields  # noqa: E402
from portal.search.indexing import rebuild  # noqa: E402
from portal.search.sources import all_sources  # noqa: E402
from tests.bench.databases import GUIDES  # noqa: E402

BATCH: Final = 2_000
WORDS: Final = 20_000
PANELS: Final = (
    "{{ salary-comparison roles=ai-engineer,ml-engineer }}",
    "The median is {{ salary-figure role=ml-engineer measure=national-median }} a year.",
    "{{ experience-ladder roles=ml-engineer }}",
    "{{ responsibilities roles=ai-engineer,ml-engineer }}",
    "{{ skills roles=ai-engineer,ml-engineer }}",
    "{{ role-comparison roles=ai-engineer,ml-engineer }}",
    "{{ open-jobs role=ml-engineer show=list limit=3 }}",
    "With seniority it is {{ salary-figure role=ai-engineer measure=senior-level }}.",
)
FIGURE: Final = (
    "At the national median: {{ salary-figure role=ml-engineer measure=national-median }}."
)


def main(jobs: int) -> None:
    with Progress() as progress:
        guides_bar = progress.add_task("Guides", total=GUIDES)
        jobs_bar = progress.add_task("Jobs", total=jobs - Job.objects.public().count())
        for made in seed_guides():
            progress.advance(guides_bar, made)
        progress.print(publish_long_guide())
        for made in seed_jobs(jobs):
            progress.advance(jobs_bar, made)
        for source in all_sources():
            words_bar = progress.add_task(
                f"Words of each {source.kind}", total=source.rows().count()
            )
            for made in rebuild(source):
                progress.advance(words_bar, made)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def seed_guides() -> Iterator[int]:
    """Twenty different texts, each rendered once; every guide has a title and an address of its own."""
    samples = list(Guide.objects.public().select_related("topic", "author", "reviewer"))
    paragraphs = plain_paragraphs()
    roles = list(samples[0].roles.all())
    texts = [text(random.Random(number), paragraphs) for number in range(20)]
    made = 0
    for numbers in itertools.batched(range(GUIDES), 100, strict=False):
        rows = []
        for number in numbers:
            sample = samples[number % len(samples)]
            row = Guide(
                title=f"Guide {number}: what the work asks and what it pays",
                slug=f"guide-{number}",
                standfirst="One or two sentences that say what the guide gives, as long as they usually are.",
                tldr="The first point.\nThe second point.",
                body=texts[number % len(texts)],
                topic=sample.topic,
                author=sample.author,
                reviewer=sample.reviewer,
                status="published",
                published_at=timezone.now() - timedelta(hours=number + 1),
                changed_at=timezone.now() - timedelta(hours=number + 1),
                latest_number=1,
                live_number=1,
            )
            for name, value in rendered(row).items():
                setattr(row, name, value)
            rows.append(row)
        with transaction.atomic():
            Guide.objects.bulk_create(rows)
            link = Guide.roles.through
            link.objects.bulk_create(link(guide=row, role=role) for row in rows for role in roles)
        made += len(rows)
        yield len(rows)


def plain_paragraphs() -> list[str]:
    """Those of the demo's guides that hold no panel and are no table, list or heading."""
    return [
        part
        for guide in Guide.objects.public().filter(live_number__gte=1).order_by("pk")[:5]
        for part in guide.body.split("\n\n")
        if len(part) > 200 and "{{" not in part and not part.startswith((":", "#", "|", "[", "-"))
    ]


def publish_long_guide() -> str:
    """Write a guide of 20,000 words with fifty panels through the actions; says how long publishing took."""
    sample = Guide.objects.public().select_related("topic", "author", "reviewer").latest("pk")
    rng, paragraphs = random.Random(50), plain_paragraphs()
    parts, words = [], 0
    while words < WORDS:
        parts.append(rng.choice(paragraphs))
        words += len(parts[-1].split())
    for number, panel in enumerate(itertools.islice(itertools.cycle(PANELS), 50)):
        parts.insert(1 + number * len(parts) // 51, f"## Part {number + 1}\n\n{panel}")
    values = {name: getattr(sample, name) for name in content_fields(GuideContent)}
    values |= {"title": "A long guide", "slug": "long-guide", "body": "\n\n".join(parts)}
    guide = create_guide(values={**values, "roles": list(sample.roles.all())}, by=None)
    began = time.perf_counter()
    publish_guide(guide=guide, by=None)
    took = time.perf_counter() - began
    return f"A guide of {guide.words:,} words with 50 panels was published in {took:.2f} s."


_rendered: dict[str, dict[str, object]] = {}


def rendered(guide: Guide) -> dict[str, object]:
    if guide.body not in _rendered:
        _rendered[guide.body] = render_guide(guide).columns()
    return _rendered[guide.body]


def text(rng: random.Random, paragraphs: list[str]) -> str:
    """About 3,000 words in six sections, with three tables of twelve rows and one live figure."""
    parts = [FIGURE]
    for section in range(6):
        parts.append(f"## Section {section + 1}")
        while sum(len(part.split()) for part in parts) < 480 * (section + 1):
            parts.append(rng.choice(paragraphs))
        if section % 2:
            rows = [
                f"| Row {row} | " + " | ".join(str(rng.randrange(30, 160)) for _ in range(4)) + " |"
                for row in range(12)
            ]
            table = [
                "| Role | Junior | Middle | Senior | Lead |",
                "| --- | --- | --- | --- | --- |",
                *rows,
            ]
            parts += ["\n".join(table), f"Table: Figures of section {section + 1}"]
    return "\n\n".join(parts)


def seed_jobs(count: int) -> Iterator[int]:
    """Copies of the open jobs of the demo, spread over forty days, with all that hangs on them."""
    samples = list(Job.objects.public())
    links: list[Any] = [field.remote_field.through for field in Job._meta.many_to_many]
    hanging = {link: by_job(link) for link in (*links, JobPlace)}
    now = timezone.now()
    for numbers in itertools.batched(range(count - len(samples)), BATCH, strict=False):
        rows = []
        for number in numbers:
            sample = samples[number % len(samples)]
            values = {
                f.attname: getattr(sample, f.attname)
                for f in Job._meta.concrete_fields
                if f.attname != "id"
            }
            live = now - timedelta(minutes=1 + number * 40 * 24 * 60 // count)
            own = {
                "slug": f"bench-{number}",
                "external_id": "",
                "published_at": live,
                "changed_at": live,
            }
            rows.append(
                Job(**{**values, **own, "closes_at": now + timedelta(days=30 + number % 20)})
            )
        with transaction.atomic():
            Job.objects.bulk_create(rows)
            for link, found in hanging.items():
                copies = [
                    link(**{**values, "job_id": row.pk})
                    for number, row in zip(numbers, rows, strict=True)
                    for values in found.get(samples[number % len(samples)].pk, ())
                ]
                link._default_manager.bulk_create(copies, batch_size=5_000)
        yield len(rows)


def by_job(link: Any) -> dict[int, list[dict[str, Any]]]:
    """The rows of a link table, without their keys, by job."""
    found: dict[int, list[dict[str, Any]]] = {}
    names = [field.attname for field in link._meta.concrete_fields if field.attname != "id"]
    for row in link._default_manager.values(*names):
        found.setdefault(row["job_id"], []).append(row)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
