"""All open jobs as XML for other boards and search engines for jobs, in the form that they agreed on."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import format_datetime
from html import escape
from math import ceil
from typing import Final

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.html import strip_tags

from jobs.finding.current import index
from jobs.models import EmploymentType, Job
from portal.feeds import UNWRITABLE
from portal.limits import Tally, client_of
from portal.links import absolute, site
from portal.models import TopicVersion
from portal.sitemaps import XML
from portal.taxonomy.models import Place
from portal.work import Workplace

CHUNK: Final = 500  # jobs in memory at once
HOUR: Final = 60 * 60
PER_HOUR: Final = 60  # whole documents for one client
TEXT: Final = "text/plain; charset=utf-8"
SHORTEST: Final = 100  # characters of a description
COLUMNS: Final = (
    *("slug", "title", "workplace", "employment_type", "level", "place_label", "pay_label"),
    *("published_at", "changed_at", "closes_at", "description_html", "lists_html"),
    *("company__name", "primary_role__name"),
)
TYPES: Final = {
    EmploymentType.FULL_TIME: "fulltime",
    EmploymentType.PART_TIME: "parttime",
    EmploymentType.CONTRACT: "contract",
    EmploymentType.TEMPORARY: "temporary",
    EmploymentType.INTERNSHIP: "internship",
}
REMOTE: Final = {Workplace.REMOTE: "Fully remote", Workplace.HYBRID: "Hybrid remote"}

page = absolute("jobs:detail")


def document() -> Iterator[str]:
    """Part by part; of the jobs a few are in memory at a time, and no cursor stays open meanwhile."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<source>\n'
    yield _element("publisher", settings.SITE_NAME) + _element("publisherurl", site())
    yield _element("lastBuildDate", _date(last_change()))
    for job in _open_jobs():
        yield _job(job)
    yield "</source>\n"


def last_change() -> datetime:
    """Of an open listing; of none, now."""
    latest = Job.objects.public().aggregate(latest=Max("changed_at"))["latest"]
    return latest or timezone.now()


def _open_jobs() -> Iterator[Job]:
    """By key, so that one which comes or goes meanwhile moves no other; each is open when it is read."""
    last = 0
    places = ("locations", "remote_countries")
    jobs = Job.objects.select_related("company", "primary_role").only(*COLUMNS)
    while found := list(
        jobs.public().filter(pk__gt=last).prefetch_related(*places).order_by("pk")[:CHUNK]
    ):
        yield from found
        last = found[-1].pk


def _job(job: Job) -> str:
    place = _place(job)
    facts = {
        "title": job.title,
        "date": _date(job.published_at),
        "referencenumber": str(job.pk),
        "url": page(job.slug),
        "company": job.company.name,
        "city": place.name if place and place.kind == Place.Kind.CITY else "",
        "state": place.region_code if place else "",
        "country": place.country if place else "",
        "postalcode": "",
        "description": _description(job),
        "salary": job.pay_label,
        "jobtype": TYPES[EmploymentType(job.employment_type)],
        "category": job.primary_role.name,
        "experience": job.get_level_display(),
        "remotetype": REMOTE.get(Workplace(job.workplace), ""),
        "expirationdate": _date(job.closes_at),
    }
    return f"<job>\n{''.join(_element(name, text) for name, text in facts.items())}</job>\n"


def _place(job: Job) -> Place | None:
    """One: where the work is done or, for remote work, the first country where applicants may live."""
    places: Iterable[Place] = [*job.locations.all(), *job.remote_countries.all()]
    return next(iter(places), None)


def _description(job: Job) -> str:
    """As HTML. Where an employer wrote little, what else the listing says is said in words."""
    html = job.description_html + job.lists_html
    if len(" ".join(strip_tags(html).split())) >= SHORTEST:
        return html
    words = (
        f"{job.title} at {job.company.name}, for {job.primary_role.name}: "
        f"{job.get_workplace_display()}, {job.place_label}. {job.get_employment_type_display()}, "
        f"{job.get_level_display()}. Pay: {job.pay_label}. Applications are taken until "
        f"{_day(job.closes_at)}."
    )
    return f"{html}<p>{escape(words)}</p>\n"


def _element(name: str, text: str) -> str:
    """Inside CDATA nothing is markup but its end, which is parted in two."""
    safe = UNWRITABLE.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{safe}]]></{name}>\n"


def _day(at: datetime | None) -> str:
    return f"{at:%B} {at.day}, {at.year}" if at else ""


def _date(at: datetime | None) -> str:
    return format_datetime(at, usegmt=True) if at else ""


def xml_feed(request: HttpRequest) -> HttpResponseBase:
    """Whoever holds today's document is told so without making it; whoever asks all the time has to wait."""
    live = index()
    etag = f'W/"{_versions()}-{live.size}-{live.live(timezone.now()).bit_count()}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    tally = Tally(f"xml-feed:{client_of(request)}", seconds=HOUR)
    if tally.count() > PER_HOUR:
        response = HttpResponse("Too often: once an hour is enough.\n", TEXT, status=429)
        response.headers["Retry-After"] = str(ceil(tally.seconds_left))
        return response
    parts = document() if request.method == "GET" else ()
    return StreamingHttpResponse(parts, content_type=XML, headers={"ETag": etag})


def _versions() -> str:
    """Another one whenever something in the document may have changed, for every worker the same."""
    rows = TopicVersion.objects.filter(name__in=("jobs", "taxonomy")).order_by("name")
    return "-".join(f"{version:x}" for version in rows.values_list("version", flat=True))
