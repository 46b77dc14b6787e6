"""A memo of bounded size: a sheet says the same few things a million times."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(dict[K, V], Generic[K, V]):
    """Answers each distinct question once; forgets all when there are more than `most`."""

    def __init__(self, answer: Callable[[K], V], most: int = 100_000) -> None:
        super().__init__()
        self._answer, self._most = answer, most

    def __missing__(self, question: K) -> V:
        if len(self) > self._most:
            self.clear()
        answer = self[question] = self._answer(question)
        return answer

    def each(self, questions: Iterable[K]) -> list[V]:
        """Answers several questions."""
        return list(map(self.__getitem__, questions))
