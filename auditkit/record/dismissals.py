"""Verbs about questions that files raise (their smells): which of them need not be asked again.

A question is never stored, as it can be computed anew; what is stored is that an auditor dismissed
it, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditkit.errors import UsageError
from auditkit.record.model import Dismissal
from auditkit.record.register import FingerprintLike, RegisterVerbs
from auditkit.text import one_line


class DismissalVerbs(RegisterVerbs):
    """Questions dismissed with a reason, and taken up again."""

    def dismissals(self) -> tuple[Dismissal, ...]:
        """What was dismissed, in the order in which it was."""
        return tuple(self._all(Dismissal).values())

    def dismiss(
        self,
        rule: str,
        path: Path,
        place: str,
        reason: str,
        *,
        fingerprint: FingerprintLike,
        others: Sequence[str] = (),
    ) -> Dismissal:
        """Do not ask this again about a file below an evidence root, as long as it is what
        ``fingerprint`` says; ``others`` are the other files that the question was about. Saying
        so again replaces the reason.

        Raises `UsageError` without a reason, `AuditkitError` for a file outside of all roots.
        """
        if not reason.strip():
            raise UsageError("A dismissal needs a reason.", "Say in a few words why.")
        root, relative = self._below_root(path)
        fields = {
            "rule": rule,
            "root": root,
            "path": relative,
            "place": place,
            "reason": reason.strip(),
            "others": tuple(others),
            "sha256": fingerprint.sha256,
            "size": fingerprint.size,
            "mtime_ns": fingerprint.mtime_ns,
            "by": self.actor,
            "at": self._clock(),
        }
        about = f"{rule} dismissed for {one_line(relative)}"
        for each in self.dismissals():
            if (each.rule, each.root, each.path, each.place) == (rule, root, relative, place):
                return self._edit(Dismissal, each.id, about, **fields)
        return self._add(Dismissal, about, **fields)

    def undismiss(self, identity: str) -> None:
        """Ask a dismissed question again."""
        known = self._known(Dismissal, identity)
        about = f"{known.rule} asked again for {one_line(known.path)}"
        self._remove(Dismissal, identity, about)
