import pytest
from django.db import IntegrityError, connection, models
from django.test.utils import CaptureQueriesContext

from guides.search import KIND
from portal.publishing.models import Status
from portal.search.indexing import index
from portal.taxonomy import merging
from portal.taxonomy.actions import merge_roles
from portal.taxonomy.models import FormerRoleSlug, Role
from salaries.models import Benchmark, SurveyTitle
from tests.factories.accounts import SuperuserFactory
from tests.factories.guides import LiveGuideFactory
from tests.factories.jobs import OpenJobFactory
from tests.factories.polls import PollFactory
from tests.factories.roadmaps import GoalFactory
from tests.factories.salaries import FigureChangeFactory, PublishedBenchmarkFactory
from tests.factories.simulation import make_simulation
from tests.factories.taxonomy import (
    RoleFactory,
    RoleNeighborFactory,
    RoleResponsibilityFactory,
    RoleSkillFactory,
    RoleSynonymFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep() -> Role:
    return RoleFactory(slug="ml-engineer", name="ML engineer")


@pytest.fixture
def gone() -> Role:
    return RoleFactory(slug="mle", name="Machine-learning engineer")


def test_merge_moves_everything_that_hangs_on_a_role(keep: Role, gone: Role) -> None:
    guide = LiveGuideFactory(roles=[gone])
    benchmark = PublishedBenchmarkFactory(role=gone)
    job = OpenJobFactory(primary_role=gone, roles=[gone])
    synonym = RoleSynonymFactory(role=gone, title="MLE")
    skill, task = RoleSkillFactory(role=gone), RoleResponsibilityFactory(role=gone)

    merge_roles(keep=keep, gone=gone, by=None)

    assert not Role.objects.filter(slug="mle").exists()
    for thing in (benchmark, synonym, skill, task):
        thing.refresh_from_db()
        assert thing.role == keep
    job.refresh_from_db()
    assert (job.primary_role, list(job.roles.all())) == (keep, [keep])
    assert list(guide.roles.all()) == [keep]
    assert list(guide.revisions.get().roles.all()) == [keep]
    assert "Machine-learning engineer" in {row.title for row in keep.synonyms.all()}


def test_merge_leaves_nothing_behind_in_any_relation(keep: Role, gone: Role) -> None:
    FigureChangeFactory(benchmark=PublishedBenchmarkFactory(role=gone))
    OpenJobFactory(primary_role=gone, roles=[gone])
    LiveGuideFactory(roles=[gone])
    RoleNeighborFactory(role=gone, neighbor=RoleFactory(slug="next-door"))
    RoleNeighborFactory(role=RoleFactory(slug="over-the-way"), neighbor=gone)
    RoleSynonymFactory(role=gone)
    RoleSkillFactory(role=gone)
    RoleResponsibilityFactory(role=gone)
    FormerRoleSlug.objects.create(slug="older", role=gone)
    other = RoleFactory(slug="far-away")
    PollFactory(first_role=gone, second_role=other, rights=[])
    PollFactory(first_role=other, second_role=gone, rights=[])
    make_simulation(gone)
    GoalFactory(role=gone)
    SurveyTitle.objects.create(title="MLE", normalized="mle", chosen=gone, role=gone)
    before, pk = rows_of(gone.pk), gone.pk

    merge_roles(keep=keep, gone=gone, by=None)

    assert 0 not in before.values(), "a relation without a row proves nothing: give it one above"
    added = {
        "taxonomy.RoleSynonym.role": 1,
        "taxonomy.FormerRoleSlug.role": 1,
        "salaries.FigureChange.role": 2,  # the figure went from one role and came to the other
    }
    assert rows_of(keep.pk) == {name: n + added.get(name, 0) for name, n in before.items()}
    assert set(rows_of(pk).values()) == {0}


def rows_of(pk: int) -> dict[str, int]:
    """How many rows point to a role by each field of each model, told from the models themselves."""
    fields = [
        field
        for field in Role._meta.get_fields(include_hidden=True)
        if isinstance(field, models.ManyToOneRel)
    ]
    return {
        f"{field.related_model._meta.label}.{field.field.name}": field.related_model._base_manager.filter(
            **{field.field.attname: pk}
        ).count()
        for field in fields
    }


def test_figure_that_both_have_is_withdrawn_and_kept(keep: Role, gone: Role, client) -> None:
    stays, double = (PublishedBenchmarkFactory(role=role) for role in (keep, gone))
    other = PublishedBenchmarkFactory(role=gone, year=2025)
    by = SuperuserFactory()

    merge_roles(keep=keep, gone=gone, by=by)

    assert {row.pk: (row.role, row.status) for row in Benchmark.objects.all()} == {
        stays.pk: (keep, Status.PUBLISHED),
        double.pk: (keep, Status.CLOSED),
        other.pk: (keep, Status.PUBLISHED),
    }
    last = Benchmark.history.filter(id=double.pk).latest()  # type: ignore[attr-defined]  # by simple_history
    assert (last.history_user, last.history_change_reason) == (
        by,
        "Withdrawn: the merged roles both had this figure",
    )
    client.force_login(by)
    page = client.get(f"/admin/salaries/benchmark/{double.pk}/history/").content.decode()
    assert "the merged roles both had this figure" in page


def test_merge_fails_whole_where_nobody_says_what_becomes_of_a_clash(
    keep: Role, gone: Role, monkeypatch
) -> None:
    monkeypatch.delitem(merging._settled, Benchmark)
    for role in (keep, gone):
        PublishedBenchmarkFactory(role=role)

    with pytest.raises(IntegrityError, match="nobody has said"):
        merge_roles(keep=keep, gone=gone, by=None)

    assert Benchmark.objects.filter(role=gone, status=Status.PUBLISHED).count() == 1


def test_merge_costs_the_same_for_one_row_and_for_thirty() -> None:
    costs = [merge_cost(count) for count in (1, 30)]

    assert costs[0] == costs[1]


def merge_cost(count: int) -> int:
    keep, gone = RoleFactory(), RoleFactory()
    for year in range(count):
        PublishedBenchmarkFactory(role=gone, year=2026 - year)
    guides = [LiveGuideFactory(roles=[gone]) for _ in range(count)]
    guides[0].roles.add(keep)
    index(KIND, [guide.pk for guide in guides])  # as publishing does
    with CaptureQueriesContext(connection) as queries:
        merge_roles(keep=keep, gone=gone, by=None)
    return len(queries)


def test_merge_keeps_what_both_have_once(keep: Role, gone: Role) -> None:
    skill = SkillFactory()
    kept = RoleSkillFactory(role=keep, skill=skill, area="core")
    RoleSkillFactory(role=gone, skill=skill, area="ai")
    RoleNeighborFactory(role=keep, neighbor=gone)
    guide = LiveGuideFactory(roles=[keep, gone])

    merge_roles(keep=keep, gone=gone, by=None)

    assert list(keep.skill_links.all()) == [kept]
    assert list(keep.neighbor_links.all()) == []
    assert list(guide.roles.all()) == [keep]


def test_merged_role_redirects_for_good(keep: Role, gone: Role, client) -> None:
    merge_roles(keep=keep, gone=gone, by=None)

    answer = client.get("/roles/mle/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/roles/ml-engineer/")


def test_second_merge_takes_the_old_addresses_along(keep: Role, gone: Role) -> None:
    last = RoleFactory(slug="ai-engineer")
    merge_roles(keep=keep, gone=gone, by=None)

    merge_roles(keep=last, gone=keep, by=None)

    assert {(row.slug, row.role) for row in FormerRoleSlug.objects.all()} == {
        ("mle", last),
        ("ml-engineer", last),
    }


def test_slug_merged_away_twice_leads_to_the_later_role(keep: Role, gone: Role) -> None:
    merge_roles(keep=keep, gone=gone, by=None)
    again, later = RoleFactory(slug="mle", name="Again"), RoleFactory(slug="later")

    merge_roles(keep=later, gone=again, by=None)

    assert {row.slug: row.role for row in FormerRoleSlug.objects.all()} == {"mle": later}


def test_role_that_was_merged_meanwhile_is_refused(keep: Role, gone: Role) -> None:
    stale = Role.objects.get(pk=gone.pk)
    merge_roles(keep=keep, gone=gone, by=None)

    with pytest.raises(Role.DoesNotExist):
        merge_roles(keep=keep, gone=stale, by=None)


def test_role_is_not_merged_into_itself(keep: Role) -> None:
    with pytest.raises(ValueError, match="itself"):
        merge_roles(keep=keep, gone=keep, by=None)


def test_merge_in_the_admin_asks_first_and_then_merges(keep: Role, gone: Role, client) -> None:
    client.force_login(SuperuserFactory())
    address = f"/admin/taxonomy/role/{gone.pk}/merge/"

    asked = client.get(address)
    answer = client.post(address, {"keep": keep.pk})

    assert "This can’t be undone" in asked.content.decode()
    assert answer.headers["Location"] == f"/admin/taxonomy/role/{keep.pk}/change/"
    assert list(Role.objects.all()) == [keep]
