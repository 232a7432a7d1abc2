import pytest
from django.test import Client

from inloco.accounts.models import User
from tests.factories.plans import Scene, scene


@pytest.fixture
def made(db: None) -> Scene:
    return scene()


@pytest.fixture
def signed(client: Client):  # type: ignore[no-untyped-def]
    """Sign in as somebody, and get the client back."""

    def as_person(person: User) -> Client:
        client.force_login(person)
        return client

    return as_person
