import pytest

from kg.entity import NameIndex


@pytest.fixture(scope="session")
def index() -> NameIndex:
    return NameIndex.open()
