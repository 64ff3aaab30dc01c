"""The form of a listing: what is saved, what stands as it was typed, and what is said of it."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from jobs import actions
from jobs.models import Job
from jobs.posting.forms import end_of
from tests.contracts.attack import filled_in
from tests.factories.accounts import StaffFactory
from tests.factories.jobs import DraftJobFactory, MembershipFactory, OpenJobFactory, content
from tests.factories.taxonomy import (
    CityFactory,
    CountryFactory,
    ResponsibilityFactory,
    RoleFactory,
    RoleResponsibilityFactory,
    RoleSkillFactory,
    SkillFactory,
)


def page(job: Job) -> str:
    return f"/hire/jobs/{job.slug}/edit/"


def typed(client, job: Job, **given):
    """What a browser sends of the form as it stands, with something typed over it."""
    return filled_in(client.get(page(job)).text) | given


def latest(job: Job):
    return job.revisions.first()


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_new_listing_is_a_draft_of_ones_own_company(client, recruiter, company):
    role = RoleFactory(name="ML engineer")
    others = MembershipFactory().company

    refused = client.post("/hire/jobs/new/", {"company": others.pk, "role": role.pk})
    made = client.post("/hire/jobs/new/", {"company": company.pk, "role": role.pk})

    job = Job.objects.get()
    assert (job.company, job.title, job.status) == (company, "ML engineer", "draft")
    assert made.headers["Location"] == page(job)
    assert "Choose a company that you belong to." in refused.text
    assert job.events.get().by == recruiter


def test_page_sends_back_what_is_saved_and_saves_nothing_twice(client, recruiter, company):
    job = DraftJobFactory(company=company, skills=[SkillFactory()])

    client.post(page(job), typed(client, job))

    assert job.revisions.count() == 1


def test_what_is_typed_becomes_a_revision(client, recruiter, company):
    job = DraftJobFactory(company=company)
    skill, day = SkillFactory(), timezone.now().date() + timedelta(days=20)
    given = {
        "title": "Data Engineer",
        "pay_min": "120,000",
        "pay_max": "140000",
        "currency": "eur",
        "skills": [skill.pk],
        "closes_on": f"{day:%Y-%m-%d}",
    }

    saved = client.post(page(job), typed(client, job, **given), follow=True)

    revision = latest(job)
    assert "<p>Saved.</p>" in saved.text
    assert (revision.title, revision.pay_min, revision.currency) == (
        "Data Engineer",
        Decimal(120_000),
        "EUR",
    )
    assert list(revision.skills.all()) == [skill]
    assert (revision.number, revision.created_by) == (2, recruiter)
    assert Job.objects.get(pk=job.pk).closes_at == end_of(day)


def test_last_day_on_the_site_before_the_last_day_to_apply_is_refused_beside_its_field(
    client, recruiter, company
):
    job = DraftJobFactory(company=company)
    today = timezone.now().date()
    last = today + timedelta(days=20)
    whole = typed(client, job) | {"deadline": f"{last:%Y-%m-%d}"}

    early = client.post(page(job), whole | {"closes_on": f"{last - timedelta(days=1):%Y-%m-%d}"})
    client.post(page(job), whole | {"closes_on": f"{last:%Y-%m-%d}"})

    assert errors(early).keys() == {"closes_on"}
    assert (latest(job).number, latest(job).deadline) == (2, last)
    assert Job.objects.get().closes_at == end_of(last)


def test_saving_can_lead_on_to_submitting(client, recruiter, company):
    job = DraftJobFactory(company=company)

    saved = client.post(page(job), typed(client, job, title="Other", _submit="1"))

    assert saved.headers["Location"] == f"/hire/jobs/{job.slug}/submit/"
    assert latest(job).title == "Other"


def test_place_is_added_by_its_name_and_dropped_by_its_box(client, recruiter, company):
    city, country = CityFactory(), CountryFactory()
    job = DraftJobFactory(company=company, locations=[])

    looked = client.post(
        page(job), typed(client, job, locations_more=" san jose, ca, us ", _look="1")
    )
    again = filled_in(looked.text)
    client.post(page(job), again)
    dropped = typed(client, job)
    del dropped["locations"]
    client.post(page(job), dropped | {"remote_countries_more": "United States"})

    second, third = job.revisions.get(number=2), job.revisions.get(number=3)
    assert (again["locations"], again["locations_more"]) == ([str(city.pk)], [""])
    assert list(second.locations.all()) == [city]
    assert (list(third.locations.all()), list(third.remote_countries.all())) == ([], [country])


def test_unknown_place_is_named_with_those_alike_and_can_be_asked_for(client, recruiter, company):
    CityFactory(), CityFactory(slug="san-jose-cr", name="San Jose", country="CR", region_code="")
    job = DraftJobFactory(company=company)

    two = client.post(page(job), typed(client, job, locations_more="San Jose"))
    part = client.post(page(job), typed(client, job, locations_more="San J"))
    nowhere = client.post(page(job), typed(client, job, locations_more="Zzz"))
    client.post(page(job), typed(client, job, place_asked="Springfield, OR"))
    submit = client.get(f"/hire/jobs/{job.slug}/submit/")

    words = "Several places are called so: San Jose, CR · San Jose, CA, US. Write which one."
    assert errors(two) == {"locations_more": [words]}
    assert "Did you mean San Jose, CR" in errors(part)["locations_more"][0]
    assert errors(nowhere)["locations_more"][0].startswith("“Zzz” is not in our list. Choose")
    assert filled_in(nowhere.text)["locations_more"] == ["Zzz"]
    assert latest(job).comment == "Place asked for: Springfield, OR"
    assert submit.context["form"].initial["note"] == "Place asked for: Springfield, OR"


def test_no_other_pay_is_said_in_words(client, recruiter, company):
    job = DraftJobFactory(company=company)

    client.post(page(job), typed(client, job, no_other_pay="on"))
    both = client.post(page(job), typed(client, job, bonus="10 %", no_other_pay="on"))

    revision = latest(job)
    assert (revision.bonus, revision.commission, revision.equity) == ("None", "None", "None")
    assert set(errors(both)) == {"no_other_pay"}
    assert filled_in(client.get(page(job)).text)["no_other_pay"] == ["on"]


def test_outline_fills_what_is_empty_and_nothing_else(client, recruiter, company):
    role = RoleFactory(definition="Builds things.", deliverables="Models")
    for name, degree in (("does it", "does"), ("owns it", "owns"), ("not", "no")):
        task = ResponsibilityFactory(slug=name.replace(" ", "-"), name=name)
        RoleResponsibilityFactory(role=role, responsibility=task, degree=degree)
    job = DraftJobFactory(
        company=company, primary_role=role, description="Mine.", responsibilities=""
    )

    shown = client.post(page(job), typed(client, job, _outline="1"))
    empty = client.post(page(job), typed(client, job, description="", _outline="1"))

    assert empty.context["lacking"] == [
        "The rest of the description. Fill in or delete: What you bring, The team, How we hire."
    ]
    first, second = filled_in(shown.text), filled_in(empty.text)
    assert (first["description"], first["responsibilities"]) == (["Mine."], ["owns it\ndoes it"])
    assert "### About the role\n\nBuilds things." in second["description"][0]
    assert "- Models" in second["description"][0]
    assert job.revisions.count() == 1


def test_skills_of_the_chosen_role_stand_first(client, recruiter, company):
    first, second, other = (SkillFactory(name=name) for name in ("Zig", "Ada", "Beta"))
    role = RoleFactory()
    RoleSkillFactory(role=role, skill=first, order=1)
    RoleSkillFactory(role=role, skill=second, order=2)
    job = DraftJobFactory(company=company)

    shown = client.post(page(job), typed(client, job, primary_role=role.pk, _skills="1"))

    assert [box.label for box in shown.context["proposed"]] == ["Zig", "Ada"]
    assert [box.label for box in shown.context["others"]] == [other.name]


def test_description_is_shown_as_readers_will_see_it(client, recruiter, company):
    job = DraftJobFactory(company=company)
    text = "## Team\n\n<b>x</b> *fine*"

    shown = client.post(page(job), typed(client, job, description=text, _see="1"))

    assert "<h3>Team</h3>" in shown.text
    assert "<em>fine</em>" in shown.text
    assert "<b>x</b>" not in shown.text


def test_two_who_write_at_once_lose_nothing(client, recruiter, company):
    job = DraftJobFactory(company=company)
    mine = typed(client, job, title="Mine", benefits="A dog")
    staff = StaffFactory(name="Moderating Person")
    theirs = content(title="Theirs", locations=list(latest(job).locations.all()))
    actions.save_job(job=job, by=staff, values=theirs, base=1)

    refused = client.post(page(job), mine)
    again = filled_in(refused.text)
    client.post(page(job), again)

    assert "Our staff saved revision 2 while you worked on revision 1." in refused.text
    assert "Moderating Person" not in refused.text
    assert "Theirs" in refused.text
    assert (again["title"], again["benefits"], again["base"]) == (["Mine"], ["A dog"], ["2"])
    assert [revision.title for revision in job.revisions.all()][:2] == ["Mine", "Theirs"]


def test_live_listing_keeps_its_text_until_the_change_is_approved(client, recruiter, company):
    job = OpenJobFactory(company=company, title="Old")

    client.post(page(job), typed(client, job, title="New"))
    before = Job.objects.get(pk=job.pk).title
    client.post(f"/hire/jobs/{job.slug}/submit/", {"note": ""})

    after = Job.objects.get(pk=job.pk)
    assert (before, after.title, after.submitted_number) == ("Old", "Old", 2)
    assert list(Job.objects.public()) == [job]


HOSTILE = (
    {"title": ""},
    {"title": "x" * 121},
    {"pay_min": "NaN"},
    {"pay_min": "sNaN"},
    {"pay_min": "1" + "0" * 20},
    {"pay_max": "1"},
    {"pay_max": "-Infinity"},
    {"currency": "dollars"},
    {"currency": "xyz"},
    {"period": "fortnight"},
    {"level": "wizard"},
    {"deadline": "9999-12-31"},
    {"deadline": "2020-01-01"},
    {"closes_on": "9999-12-31"},
    {"closes_on": "2026-02-30"},
    {"primary_role": "1" + "0" * 20},
    {"primary_role": "x"},
    {"skills": ["999999"]},
    {"skills": ["1" + "0" * 20]},
    {"locations": ["' OR 1=1--"]},
    {"remote_countries": ["999999"]},
    {"apply_url": "javascript:alert(1)"},
    {"apply_url": "https://a.example", "apply_email": "a@b.example"},
    {"locations_more": "x" * 121},
    {"existing_vacancy": "perhaps"},
    {"place_asked": "x" * 161},
)


def test_value_that_can_not_be_meant_is_named_by_its_field(client, recruiter, company):
    job = DraftJobFactory(company=company)
    whole = typed(client, job)
    unnamed = []
    for given in HOSTILE:
        for look in ({}, {"_look": "1"}):
            response = client.post(page(job), whole | given | look)
            if response.status_code == 400 or list(given)[-1] in errors(response):
                continue
            unnamed.append((given, look))

    assert unnamed == []
    assert client.post(page(job), whole | {"title": "a\0b"}).status_code in (200, 400)
    assert job.revisions.count() == 1
