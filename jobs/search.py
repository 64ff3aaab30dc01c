"""Open jobs in the search of the whole site: found as the list of jobs finds them, which shows them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from jobs.cards import Card, kept_of
from jobs.filters import DEFAULT_CURRENCY
from jobs.finding.current import index
from jobs.finding.search import Search, Sort, Wanted
from jobs.models import Job
from portal.freshness import depends_on
from portal.links import link
from portal.markdown.blocks import lines_of
from portal.search.sections import Result, Section, register_section
from portal.search.words import words_of

# Each listing says what it pays.
SAID_BY: Final = frozenset(
    words_of(
        "earn earns hiring job jobs listing listings opening openings paid pay salaries salary vacancies vacancy"
    )
)


@dataclass(frozen=True)
class FoundJobs:
    search: Search

    @property
    def total(self) -> int:
        return self.search.total

    def results(self, start: int, stop: int) -> Sequence[Result]:
        keys = self.search.keys(Sort.RELEVANCE, DEFAULT_CURRENCY, start, stop)
        texts = dict(Job.objects.public().filter(pk__in=keys).values_list("pk", "description_html"))
        depends_on("salaries")
        return [_result(kept.card, texts.get(kept.job, "")) for kept in kept_of(keys)]


def find(words: tuple[str, ...]) -> FoundJobs:
    """Words are taken as they are spelled: the site's search corrects them for all kinds together."""
    return FoundJobs(Search(Wanted(words=words), among=index()))


def _result(card: Card, html: str) -> Result:
    place = f"{card.workplace}, {card.place}" if card.place else card.workplace
    text = "\n".join(lines_of(html))
    return Result(card.title, card.url, (card.company, place), pay=card.pay, text=text)


register_section(
    Section(
        name="jobs",
        label="Jobs",
        order=40,
        said_by=SAID_BY,
        find=find,
        home="jobs:list",
        address=lambda words: f"{link('jobs:list')}?{urlencode({'q': words})}",
    )
)
