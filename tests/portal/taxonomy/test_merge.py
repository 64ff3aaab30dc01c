import pytest

from portal.taxonomy.actions import merge_roles
from portal.taxonomy.models import FormerRoleSlug, Role
from tests.factories.accounts import SuperuserFactory
from tests.factories.guides import LiveGuideFactory
from tests.factories.jobs import OpenJobFactory
from tests.factories.salaries import PublishedBenchmarkFactory
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
