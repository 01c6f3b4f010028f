"""Normal forms, remembered: an archive writes the same names again and again."""

from functools import lru_cache

from kg.textform import normal_form


@lru_cache(maxsize=200_000)
def key_of(name: str) -> str:
    """The normal form of a name (``kg.textform.normal_form``)."""
    return normal_form(name)
