import factory
from factory.django import DjangoModelFactory

from portal.taxonomy.models import (
    Place,
    Responsibility,
    Role,
    RoleNeighbor,
    RoleResponsibility,
    RoleSkill,
    RoleSynonym,
    Skill,
)


class RoleFactory(DjangoModelFactory[Role]):
    class Meta:
        model = Role
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"role-{n}")
    name = factory.LazyAttribute(lambda role: role.slug.replace("-", " ").capitalize())
    plural = factory.LazyAttribute(lambda role: f"{role.name}s")
    family = "AI and machine learning"
    definition = "Builds things that learn, and keeps them running."
    focus = "systems that learn"
    deliverables = "models\npipelines"


class RoleSynonymFactory(DjangoModelFactory[RoleSynonym]):
    class Meta:
        model = RoleSynonym

    role = factory.SubFactory(RoleFactory)
    title = factory.Sequence(lambda n: f"Title {n}")


class ResponsibilityFactory(DjangoModelFactory[Responsibility]):
    class Meta:
        model = Responsibility
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"task-{n}")
    name = factory.LazyAttribute(lambda task: task.slug.replace("-", " "))


class RoleResponsibilityFactory(DjangoModelFactory[RoleResponsibility]):
    class Meta:
        model = RoleResponsibility

    role = factory.SubFactory(RoleFactory)
    responsibility = factory.SubFactory(ResponsibilityFactory)
    degree = "does"


class SkillFactory(DjangoModelFactory[Skill]):
    class Meta:
        model = Skill
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"skill-{n}")
    name = factory.LazyAttribute(lambda skill: skill.slug.replace("-", " ").capitalize())


class RoleSkillFactory(DjangoModelFactory[RoleSkill]):
    class Meta:
        model = RoleSkill

    role = factory.SubFactory(RoleFactory)
    skill = factory.SubFactory(SkillFactory)
    area = "core"


class RoleNeighborFactory(DjangoModelFactory[RoleNeighbor]):
    class Meta:
        model = RoleNeighbor

    role = factory.SubFactory(RoleFactory)
    neighbor = factory.SubFactory(RoleFactory)
    difference = "Goes deeper into one domain."


class CountryFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("slug",)

    slug = "us"
    name = "United States"
    kind = Place.Kind.COUNTRY
    country = "US"


class RegionFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("slug",)

    slug = "us-ca"
    name = "California"
    kind = Place.Kind.REGION
    country = "US"
    region_code = "CA"
    parent = factory.SubFactory(CountryFactory)


class CityFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("slug",)

    slug = "san-jose-ca"
    name = "San Jose"
    kind = Place.Kind.CITY
    country = "US"
    region_code = "CA"
    parent = factory.SubFactory(RegionFactory)
