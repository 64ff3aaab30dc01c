import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.taxonomy.models import Place, RoleSynonym, normalize
from tests.factories.taxonomy import CityFactory, CountryFactory, RegionFactory, RoleSynonymFactory


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("  Sr. AI/ML–Engineer ", "sr ai ml engineer"),
        ("MLE", "mle"),
        ("C++ Developer", "c++ developer"),
        ("Ｍａｃｈｉｎｅ learning", "machine learning"),
        ("…", ""),
    ],
)
def test_titles_are_compared_without_case_and_punctuation(title: str, expected: str) -> None:
    assert normalize(title) == expected


@pytest.mark.django_db
def test_title_belongs_to_one_role() -> None:
    first = RoleSynonymFactory(title="AI/ML engineer")

    with pytest.raises(ValidationError) as refused:
        RoleSynonym(role=first.role, title="AI ML Engineer").full_clean()

    assert "title" in refused.value.message_dict


@pytest.mark.django_db
def test_place_holds_what_lies_inside_it() -> None:
    city, region, country = CityFactory(), RegionFactory(), CountryFactory()
    CountryFactory(slug="de", name="Germany", country="DE")

    found = [set(Place.objects.within(place)) for place in (country, region, city)]

    assert found == [{country, region, city}, {region, city}, {city}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "region", "country": "DE", "parent": "us"}, "country"),
        ({"kind": "region", "country": "US", "parent": "san-jose-ca"}, "parent"),
        ({"kind": "country", "country": "usa", "parent": None}, "country"),
        ({"kind": "city", "country": "US", "parent": None}, "__all__"),
    ],
)
def test_impossible_place_is_refused(values: dict[str, str | None], field: str) -> None:
    CityFactory()
    parent = Place.objects.filter(slug=values.pop("parent")).first()

    with pytest.raises(ValidationError) as refused:
        Place(slug="here", name="Here", parent=parent, **values).full_clean()

    assert field in refused.value.message_dict


@pytest.mark.django_db
def test_place_says_where_it_is() -> None:
    assert [str(place) for place in (CityFactory(), RegionFactory(), CountryFactory())] == [
        "San Jose, CA, US",
        "California, US",
        "United States",
    ]


@pytest.mark.django_db
def test_the_world_is_one_place_that_no_country_holds():
    world = Place.objects.world()

    assert Place.objects.world() == world
    assert (str(world), world.country) == ("Worldwide", "")
    assert world not in Place.objects.on_the_map()
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(kind="world", slug="earth", name="Earth")
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(kind="country", slug="nowhere", name="Nowhere")
