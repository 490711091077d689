"""Verbs about audit evidence: registering files and statements, and citing them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

from auditkit.errors import AuditkitError, UsageError
from auditkit.record.folder import COLLECTED
from auditkit.record.model import Citation, Evidence, EvidenceKind, Finding, Ref
from auditkit.record.people import PeopleVerbs
from auditkit.record.versions import differs
from auditkit.refs import requirement_of, sort_key
from auditkit.text import one_line


class FingerprintLike(Protocol):
    """Hash, size in bytes and modification time in nanoseconds of a file."""

    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def mtime_ns(self) -> int: ...


class RegisterVerbs(PeopleVerbs):
    """The evidence register and the citations."""

    def evidence(self) -> tuple[Evidence, ...]:
        """The register, by label."""
        return tuple(sorted(self._all(Evidence).values(), key=lambda each: sort_key(each.label)))

    def evidence_item(self, name: str) -> Evidence:
        """Evidence by id or label; raises `UsageError`."""
        return self._labelled(Evidence, name)

    def evidence_path(self, evidence: Evidence) -> Path:
        """Where the file of a registered evidence lies now."""
        return self.root_path(evidence.root) / evidence.path

    def collected_path(self, evidence: Evidence) -> Path:
        """Where the copy of a file lies, or would lie, that was collected into the audit folder."""
        return self.folder / COLLECTED / evidence.sha256[:2] / evidence.sha256

    def has_copy(self, evidence: Evidence) -> bool:
        """Whether the file was collected into the audit folder."""
        return bool(evidence.sha256) and self.collected_path(evidence).is_file()

    def register_file(
        self,
        path: Path,
        *,
        title: str = "",
        effective: str = "",
        fingerprint: FingerprintLike | None = None,
    ) -> Evidence:
        """Register a file below an evidence root, once; a second time gives the first entry, with
        the effective date given now.

        Raises `AuditkitError` for a file outside of all evidence roots, and for a registered one
        whose ``fingerprint`` is not the registered one any more.
        """
        root, relative = self._below_root(path)
        for each in self._all(Evidence).values():
            if (each.root, each.path) == (root, relative):
                return self._registered(each, effective, fingerprint)
        label = self._new_label(Evidence, "E")
        return self._add(
            Evidence,
            f"{label} {one_line(relative)}",
            label=label,
            kind=EvidenceKind.FILE,
            title=title or relative.rpartition("/")[2],
            root=root,
            path=relative,
            effective=effective,
            registered=self._clock(),
            by=self.actor,
            **_hashed(fingerprint),
        )

    def _registered(
        self, known: Evidence, effective: str, fingerprint: FingerprintLike | None
    ) -> Evidence:
        if fingerprint is not None and known.sha256 not in ("", fingerprint.sha256):
            raise _changed(known)
        if fingerprint is not None and not known.sha256:
            known = self.set_fingerprint(known.id, fingerprint)
        return self.edit_evidence(known.id, effective=effective) if effective else known

    def set_fingerprint(self, identity: str, fingerprint: FingerprintLike) -> Evidence:
        """Record the hash of a file that was registered without one, and of its citations.

        A hash comes when the disk is done with it: it belongs to what a person did then (linking
        the file), is undone with that, and is no step of its own. Raises `AuditkitError` for a
        file that has another hash already: that is another version.
        """
        known = self._known(Evidence, identity)
        if known.sha256 not in ("", fingerprint.sha256):
            raise _changed(known)
        about = f"{known.label} hashed"
        with self.group_of(Evidence, identity):
            known = self._edit(Evidence, identity, about, **_hashed(fingerprint))
        for each in self.citations(evidence=identity):
            if not each.sha256:
                with self.group_of(Citation, each.id):
                    self._edit(Citation, each.id, about, sha256=fingerprint.sha256)
        return known

    def unhashed(self) -> list[Evidence]:
        """The files that have no hash: nothing can be said of whether they changed."""
        return [e for e in self.evidence() if e.kind is EvidenceKind.FILE and not e.sha256]

    def register_statement(
        self, kind: EvidenceKind, title: str, *, source: str = "", effective: str = ""
    ) -> Evidence:
        """Register what was said in an interview or seen on the spot."""
        if kind is EvidenceKind.FILE:
            raise UsageError("A statement is an interview or an observation.")
        label = self._new_label(Evidence, "E")
        return self._add(
            Evidence,
            f"{label} {kind}",
            label=label,
            kind=kind,
            title=title,
            source=source,
            effective=effective,
            registered=self._clock(),
            by=self.actor,
        )

    def edit_evidence(self, identity: str, **fields: Any) -> Evidence:
        """Change title or effective date of an entry of the register."""
        return self._edit(Evidence, identity, "evidence", **fields)

    def citations(
        self, ref: Ref | None = None, finding: str = "", evidence: str = ""
    ) -> tuple[Citation, ...]:
        """Citations in the order they were made, narrowed by requirement or check, finding,
        evidence. A requirement gives those of its checks too."""
        return tuple(
            each
            for each in self._all(Citation).values()
            if (ref is None or _concerns(each, ref))
            and (not finding or each.finding == finding)
            and (not evidence or each.evidence == evidence)
        )

    def cite(
        self,
        evidence: str,
        *,
        ref: Ref | None = None,
        finding: str = "",
        place: str = "",
        quote: str = "",
        sha256: str = "",
    ) -> Citation:
        """Use evidence for a requirement, a check or a finding; the same once only.

        Words are cited from the registered version of a file: ``sha256`` is the hash of the file
        that they were read from, where the caller knows it. Raises `AuditkitError` where that is
        another version, or where the file on the disk is one; words that are cited from it
        already stay from the version they were cited from.
        """
        item = self.evidence_item(evidence)
        if ref is None and not finding:
            raise UsageError("A citation needs a requirement, a check or a finding.")
        finding = self._labelled(Finding, finding).id if finding else ""
        wanted = (ref.checklist if ref else "", ref.ref if ref else "", finding, place, quote)
        for each in self.citations(evidence=item.id):
            if (each.checklist, each.ref, each.finding, each.place, each.quote) == wanted:
                return each
        sha256 = self._version_cited(item, place, quote, sha256)
        return self._add(
            Citation,
            f"{item.label} for {ref.ref if ref else 'finding'}",
            evidence=item.id,
            checklist=wanted[0],
            ref=wanted[1],
            finding=finding,
            place=place,
            quote=quote,
            sha256=sha256,
            at=self._clock(),
            by=self.actor,
        )

    def _version_cited(self, item: Evidence, place: str, quote: str, sha256: str) -> str:
        """The hash of the version that words are cited from."""
        if sha256 and item.sha256 and sha256 != item.sha256:
            raise _changed(item)
        if not quote or sha256 or not item.sha256:
            return item.sha256
        for each in self.citations(evidence=item.id):
            if (each.place, each.quote) == (place, quote) and each.sha256:
                return each.sha256
        if differs(self.evidence_path(item), item):
            raise _changed(item)
        return item.sha256

    def remove_citation(self, identity: str) -> None:
        """Take a citation away; the evidence stays in the register."""
        self._remove(Citation, identity, "citation removed")

    def link_file(
        self,
        path: Path,
        ref: Ref,
        *,
        place: str = "",
        quote: str = "",
        fingerprint: FingerprintLike | None = None,
    ) -> tuple[Evidence, Citation]:
        """Register a file and cite it for a requirement, as one thing to undo. Raises as
        `register_file` and `cite`."""
        with self.group(f"evidence {one_line(path.name)} for {ref.ref}"):
            evidence = self.register_file(path, fingerprint=fingerprint)
            return evidence, self.cite(evidence.id, ref=ref, place=place, quote=quote)

    def _below_root(self, path: Path) -> tuple[str, str]:
        absolute = Path(os.path.normpath(Path.cwd() / path))
        real = absolute.parent.resolve() / absolute.name  # no linked folder leads out of a root
        for kept in self.info.evidence_roots:
            root = self.root_path(kept)
            if not real.is_relative_to(root.resolve()):
                continue
            named = absolute if absolute.is_relative_to(root) else real
            base = root if named.is_relative_to(root) else root.resolve()
            return kept, named.relative_to(base).as_posix()
        raise AuditkitError(
            f"{one_line(str(path))} lies in none of the audit's evidence folders.",
            "Move it there, or add its folder with 'auditkit evidence root FOLDER'.",
        )


def _changed(item: Evidence) -> AuditkitError:
    return AuditkitError(
        f"{item.label} changed since it was registered, so new words cannot be cited from it.",
        f"'auditkit evidence verify' shows what changed; 'auditkit evidence keep {item.label}' "
        "lets it stand as it is now.",
    )


def _hashed(fingerprint: FingerprintLike | None) -> dict[str, Any]:
    if fingerprint is None:
        return {}
    return {
        "sha256": fingerprint.sha256,
        "size": fingerprint.size,
        "mtime_ns": fingerprint.mtime_ns,
    }


def _concerns(citation: Citation, ref: Ref) -> bool:
    if citation.checklist != ref.checklist:
        return False
    return ref.ref in (citation.ref, requirement_of(citation.ref))
