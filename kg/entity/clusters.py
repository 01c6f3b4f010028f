"""Sets that grow together, with pairs that must stay apart."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Clusters(Generic[Item]):
    """Union-find whose unions may be refused.

    ``may_join(left, right)`` is asked with all members of the two sets that a union would bring together.
    """

    def __init__(self, items: Iterable[Item], *, may_join: Callable[[list[Item], list[Item]], bool]) -> None:
        self._parent = {item: item for item in items}
        self._members = {item: [item] for item in self._parent}
        self._may_join = may_join

    def find(self, item: Item) -> Item:
        """The item that stands for the set."""
        root = item
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def join(self, left: Item, right: Item) -> bool:
        """Unite two sets; False if they must stay apart."""
        a, b = self.find(left), self.find(right)
        if a == b:
            return True
        if not self._may_join(self._members[a], self._members[b]):
            return False
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a].extend(self._members.pop(b))
        return True

    def members(self, item: Item) -> list[Item]:
        """All items of the set that holds ``item``."""
        return self._members[self.find(item)]

    def sets(self) -> list[list[Item]]:
        """All sets, in the order in which their first items were given."""
        seen: dict[Item, list[Item]] = {}
        for item in self._parent:
            seen.setdefault(self.find(item), []).append(item)
        return list(seen.values())
