"""Verbs about evidence looked at again: what was found, and what an auditor makes of it.

A verification notes and decides nothing. An auditor keeps a citation as it now stands, or says
where a missing file is; both are changes like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from auditkit.errors import AuditkitError
from auditkit.record.model import Citation, Evidence, FileStanding, Outcome, Verification
from auditkit.record.register import FingerprintLike, RegisterVerbs
from auditkit.record.tables import TABLES, plain
from auditkit.text import one_line

_Edits: TypeAlias = dict[str, dict[str, dict[str, Any]]]
"""Fields by table and id."""
_UNDECIDED = (Outcome.NONE, Outcome.GONE)
"""There is nothing to keep: not looked for, or not there any more."""


class LookedAt(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at one registered file gave."""

    evidence: str
    """Id of the evidence."""
    standing: FileStanding
    sha256: str = ""
    size: int = 0
    mtime_ns: int = 0
    found: tuple[str, ...] = ()
    citations: Mapping[str, CitationLookedAt] = {}
    """By id of the citation."""


class CitationLookedAt(msgspec.Struct, frozen=True, kw_only=True):
    """Where the words of one citation stand now."""

    outcome: Outcome
    place: str = ""
    words: str = ""
    """What stands there: the new wording, or the passage around the very words."""
    score: float = 0.0
    also: str = ""
    """For reworded words, another place where the very words stand."""


class VerificationVerbs(RegisterVerbs):
    """Evidence verified, citations kept, files found again."""

    def verification(self, evidence: str) -> Verification | None:
        """How a file stood when it was last looked at; None where nobody has."""
        return self._all(Verification).get(evidence)

    def verified_at(self) -> datetime | None:
        """When the evidence was last verified."""
        return max((each.at for each in self._all(Verification).values()), default=None)

    def record_verification(self, looks: Sequence[LookedAt]) -> None:
        """Note how files and the words cited from them stand, as one thing to undo: one journal
        line for all, then one for each file with news, which says what became of its citations."""
        if not looks:
            return
        files = "evidence file" if len(looks) == 1 else "evidence files"
        news = [(told, look) for look in looks if (told := self._told(look))]
        with self.group(f"{len(looks)} {files} verified"):
            self._commit("verify evidence", self._standings(looks))
            for told, look in news:
                self._group = (self._group[0] if self._group else "", told)
                self._commit("verify evidence", self._noted(look))

    def keep_citation(self, identity: str) -> Citation:
        """Let a citation stand as it was found in the changed file: at the place where its words
        are now, or with the words that are there now. The journal keeps what it said before.

        Raises `AuditkitError` where there is nothing to keep: the file was not verified, is
        missing, or the words are gone.
        """
        cited = self._known(Citation, identity)
        item, look = self._known(Evidence, cited.evidence), self.verification(cited.evidence)
        if look is None or not look.sha256 or cited.outcome in _UNDECIDED:
            raise AuditkitError(
                f"The citation of {item.label} has no new place or words to keep.",
                "Verify the evidence first, cite another passage, or take the citation away.",
            )
        reworded = cited.outcome is Outcome.REWORDED
        return self._edit(
            Citation,
            identity,
            f"citation of {item.label} kept",
            place=cited.found_place or cited.place,
            quote=cited.found_words if reworded else cited.quote,
            sha256=look.sha256,
            outcome=Outcome.NONE,
            found_place="",
            found_words="",
            found_score=0.0,
        )

    def keep_version(self, evidence: str) -> Evidence:
        """Register the file as it is now: from now on this is the version that counts.

        Raises `AuditkitError` while a citation of it is undecided, or when it was not verified.
        """
        item = self.evidence_item(evidence)
        look = self._changed(item)
        open_ones = [
            each for each in self.citations(evidence=item.id) if each.sha256 != look.sha256
        ]
        if open_ones:
            raise AuditkitError(
                f"{len(open_ones)} citations of {item.label} are from the version before.",
                "Keep each as it now stands, or take it away, first.",
            )
        with self.group(f"{item.label} kept as changed"):
            kept = self._edit(
                Evidence,
                item.id,
                f"{item.label} kept as changed",
                sha256=look.sha256,
                size=look.size,
                mtime_ns=look.mtime_ns,
            )
            self._stands(item.id)
        return kept

    def _changed(self, item: Evidence) -> Verification:
        look = self.verification(item.id)
        if look is None or look.standing is not FileStanding.CHANGED:
            raise AuditkitError(
                f"{item.label} has no changed version to keep.", "Verify the evidence first."
            )
        return look

    def keep_changed(self, evidence: str) -> Evidence:
        """Let evidence stand as it was found changed, its citations first, as one thing to undo.

        Raises `AuditkitError`, before anything is changed, where it was not found changed or a
        citation has to be looked at by itself: its words are gone, or may stand where the file
        was not read.
        """
        item = self.evidence_item(evidence)
        look = self._changed(item)
        numbered = enumerate(self.citations(evidence=item.id), start=1)
        stale = [(number, each) for number, each in numbered if each.sha256 != look.sha256]
        undecided = (*_UNDECIDED, Outcome.UNREAD)
        if single := [str(number) for number, each in stale if each.outcome in undecided]:
            which = "citation" if len(single) == 1 else "citations"
            raise AuditkitError(
                f"{item.label}: {which} {', '.join(single)} cannot be kept with the others.",
                "Cite another passage or take the citation away, and verify the evidence again.",
            )
        with self.group(f"{item.label} kept as changed"):
            for _, each in stale:
                self.keep_citation(each.id)
            return self.keep_version(item.id)

    def move_evidence(self, evidence: str, path: Path, fingerprint: FingerprintLike) -> Evidence:
        """Say where a registered file lies now. Its contents have to be the registered ones.

        Raises `AuditkitError` for other contents or a file outside of all evidence roots.
        """
        item = self.evidence_item(evidence)
        if fingerprint.sha256 != item.sha256:
            raise AuditkitError(
                f"{one_line(path.name)} is not the file that {item.label} was: its hash differs.",
                "Register it as evidence of its own.",
            )
        root, relative = self._below_root(path)
        with self.group(f"{item.label} found again"):
            moved = self._edit(
                Evidence,
                item.id,
                f"{item.label} found again at {one_line(relative)}",
                root=root,
                path=relative,
                mtime_ns=fingerprint.mtime_ns,
            )
            self._stands(item.id)
        return moved

    def _stands(self, identity: str) -> None:
        if identity in self._all(Verification):
            self._edit(
                Verification,
                identity,
                "evidence verified",
                standing=FileStanding.UNCHANGED,
                found=(),
                at=self._clock(),
            )

    def _standings(self, looks: Sequence[LookedAt]) -> _Edits:
        now = self._clock()
        found = {}
        for look in looks:
            fields = {
                "standing": look.standing,
                "at": now,
                "by": self.actor,
                "sha256": look.sha256,
                "size": look.size,
                "mtime_ns": look.mtime_ns,
                "found": look.found,
            }
            found[self._known(Evidence, look.evidence).id] = plain(Verification, fields)
        return {TABLES[Verification]: found}

    def _noted(self, look: LookedAt) -> _Edits:
        """Where the words of its citations stand; of a file without any, how it stands itself."""
        if outcomes := self._outcomes(look):
            return {
                TABLES[Citation]: {key: plain(Citation, each) for key, each in outcomes.items()}
            }
        standing = plain(Verification, {"standing": look.standing})
        return {TABLES[Verification]: {look.evidence: standing}}

    def _told(self, look: LookedAt) -> str:
        """What the journal says of a file and each citation of it; empty without news: where
        nothing was found that was not known before."""
        known, before = self._known(Evidence, look.evidence), self.verification(look.evidence)
        last = (FileStanding.UNCHANGED, known.sha256)
        if before is not None:
            last = (before.standing, before.sha256)
        if (look.standing, look.sha256) == last and not self._outcomes(look):
            return ""
        parts = [
            f"citation {number} {_outcome_words(found)}"
            for number, each in enumerate(self.citations(evidence=known.id), start=1)
            if (found := look.citations.get(each.id)) is not None
        ]
        return one_line(f"{known.label} {look.standing}" + ": " * bool(parts) + ", ".join(parts))

    def _outcomes(self, look: LookedAt) -> dict[str, dict[str, Any]]:
        """Fields of citations that are not so already; a file that is as it was clears them."""
        changed = {}
        for cited in self.citations(evidence=look.evidence):
            found = look.citations.get(cited.id, CitationLookedAt(outcome=Outcome.NONE))
            fields = {
                "outcome": found.outcome,
                "found_place": found.place,
                "found_words": found.words,
                "found_score": round(found.score, 3),
            }
            if any(getattr(cited, name) != value for name, value in fields.items()):
                changed[cited.id] = fields
        return changed


def _outcome_words(found: CitationLookedAt) -> str:
    where = {Outcome.MOVED: f" to {found.place}", Outcome.REWORDED: f" at {found.place}"}
    also = f" and also word for word at {found.also}" if found.also else ""
    return f"{found.outcome or 'not looked for'}{where.get(found.outcome, '')}{also}"
