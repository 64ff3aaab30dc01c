import pytest

from tests.factories.jobs import CompanyFactory, MembershipFactory


@pytest.fixture
def company(db):
    return CompanyFactory()


@pytest.fixture
def recruiter(client, company):
    """Signed in."""
    user = MembershipFactory(company=company).user
    client.force_login(user)
    return user
