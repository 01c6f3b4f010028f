import sys

import pytest

from kg.query.worker import _limit

resource = pytest.importorskip("resource")

GB = 1_000_000_000


@pytest.fixture
def limits_set(monkeypatch):
    """What is asked of the system, which has a hard limit of 1 GB; nothing is set."""
    found = {}
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (GB, GB))
    monkeypatch.setattr(resource, "setrlimit", found.__setitem__)
    return found


@pytest.mark.parametrize(("asked", "given"), [(GB // 2, GB // 2), (2 * GB, GB)])
def test_memory_limit_keeps_to_the_hard_limit(asked, given, limits_set):
    _limit(asked)
    assert limits_set == {resource.RLIMIT_CORE: (0, 0), resource.RLIMIT_AS: (given, given)}


def test_memory_limit_is_whole_where_there_is_no_hard_limit(limits_set, monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (GB, resource.RLIM_INFINITY))
    _limit(2 * GB)
    assert limits_set[resource.RLIMIT_AS] == (2 * GB, 2 * GB)


def test_macos_is_asked_for_no_limit_on_the_address_space(limits_set, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    _limit(GB)
    assert limits_set == {resource.RLIMIT_CORE: (0, 0)}


@pytest.mark.parametrize("error", [ValueError("current limit exceeds maximum limit"), OSError(22, "Invalid argument")])
def test_limit_that_can_not_be_set_leaves_the_others(error, limits_set, monkeypatch):
    def refuse_core(kind, size):
        if kind == resource.RLIMIT_CORE:
            raise error
        limits_set[kind] = size

    monkeypatch.setattr(resource, "setrlimit", refuse_core)
    _limit(GB)
    assert limits_set == {resource.RLIMIT_AS: (GB, GB)}
