"""What all verbs of an audit share: typed reading, cached per revision, and typed writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar, cast

import msgspec

from auditkit.errors import UsageError
from auditkit.record.ids import new_id, next_label
from auditkit.record.record import Record
from auditkit.record.tables import TABLES, plain, typed

T = TypeVar("T", bound=msgspec.Struct)
R = TypeVar("R")


class Verbs(Record):
    """Typed access to the tables; the verbs of an audit stand on it."""

    _cache: dict[str, tuple[int, Any]]

    def _cached(self, name: str, make: Callable[[], R]) -> R:
        """``make()``, computed once a revision."""
        cache = self.__dict__.setdefault("_cache", {})
        kept = cache.get(name)
        if kept is None or kept[0] != self.revision:
            kept = (self.revision, make())
            cache[name] = kept
        return cast(R, kept[1])

    def _all(self, kind: type[T]) -> Mapping[str, T]:
        """All living things of one kind by id, oldest first. For reading at once: later changes
        are made in the same mapping, so that a change costs what it changes."""
        table = TABLES[kind]
        all_typed: dict[str, dict[str, T]] = self.__dict__.setdefault("_typed", {})
        living = self._state.living(table)
        kept = all_typed.get(table)
        changed = self._touched.get(table, set()) if kept is not None else living.keys()
        if kept is not None and not changed:
            return kept
        fresh = {key: typed(kind, key, living[key]) for key in changed if key in living}
        kept = {} if kept is None else kept
        ordered = not kept or all(key in kept or key > next(reversed(kept)) for key in fresh)
        kept.update(fresh)
        for key in changed - living.keys():
            kept.pop(key, None)
        if not ordered or len(fresh) > 1:
            kept = dict(sorted(kept.items()))
        all_typed[table] = kept
        self._touched.pop(table, None)
        return kept

    def _labelled(self, kind: type[T], name: str) -> T:
        """A thing by id or label (``F-001``, any case); raises `UsageError` where there is none."""
        things = self._all(kind)
        if name in things:
            return things[name]
        for thing in things.values():
            if getattr(thing, "label", "").casefold() == name.strip().casefold():
                return thing
        raise UsageError(
            f"There is no {TABLES[kind].removesuffix('s')} {name!r} in this audit.",
            "Look it up in the list.",
        )

    @contextmanager
    def group_of(
        self, kind: type[msgspec.Struct], identity: str, about: str = ""
    ) -> Iterator[None]:
        """Changes inside belong to the group that made this thing, whenever that was; ``about``
        names them where they are something else."""
        outer = self._group
        group, made = self._history.origin(TABLES[kind], identity)
        self._group = (group, about or made)
        try:
            yield
        finally:
            self._group = outer

    def _add(self, kind: type[T], about: str, /, **fields: Any) -> T:
        """Add one thing under a new id."""
        identity = new_id()
        self._put(kind, identity, about, f"add {TABLES[kind]}", fields)
        return self._all(kind)[identity]

    def _edit(self, kind: type[T], identity: str, about: str, /, **fields: Any) -> T:
        """Change fields of one thing; what is already so is not written again."""
        current = self._known(kind, identity)
        changed = {
            key: value for key, value in fields.items() if getattr(current, key, ...) != value
        }
        if changed:
            self._put(kind, identity, about, f"edit {TABLES[kind]}", changed)
        return self._all(kind)[identity]

    def _put(
        self, kind: type[T], identity: str, about: str, verb: str, fields: dict[str, Any]
    ) -> None:
        stored = plain(kind, fields)
        typed(kind, identity, {**(self._state.document(TABLES[kind], identity) or {}), **stored})
        self._commit(verb, {TABLES[kind]: {identity: stored}}, about)

    def _remove(self, kind: type[T], identity: str, about: str) -> None:
        self._known(kind, identity)
        self._commit(f"remove {TABLES[kind]}", {TABLES[kind]: {identity: {"deleted": True}}}, about)

    def _known(self, kind: type[T], identity: str) -> T:
        found = self._all(kind).get(identity)
        if found is None:
            raise UsageError(f"There is no {TABLES[kind].removesuffix('s')} {identity!r}.")
        return found

    def _new_label(self, kind: type[T], prefix: str) -> str:
        table = TABLES[kind]
        documents = chain(self._state.living(table).values(), self._state.dead(table).values())
        return next_label(prefix, (str(document.get("label", "")) for document in documents))
