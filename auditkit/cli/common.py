"""What the commands share: finding the audit, printing, JSON, and failing in one sentence."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from auditkit.errors import AuditkitError, UsageError
from auditkit.text import lines, one_line

if TYPE_CHECKING:
    from auditkit.record.audit import Audit

F = TypeVar("F", bound=Callable[..., Any])
AUDIT_VARIABLE = "AUDITKIT_AUDIT"


class Failure(click.ClickException):
    """An `AuditkitError` as click reports it: one sentence, exit code 1."""

    def show(self, file: Any = None) -> None:
        """Print the sentence to standard error."""
        click.echo(f"auditkit: {lines(self.message)}", file=file or sys.stderr, err=file is None)


class Misuse(Failure):
    """A `UsageError` as click reports it: exit code 2."""

    exit_code = 2


@contextmanager
def _cleaned() -> Iterator[None]:
    """What click says of wrong arguments holds them as they were typed: made harmless."""
    try:
        yield
    except Failure:
        raise
    except click.UsageError as error:
        raise click.UsageError(lines(error.format_message()), error.ctx) from error
    except click.ClickException as error:
        raise Failure(error.format_message()) from error


class SafeGroup(click.Group):
    """A group whose commands fail in one sentence, without a traceback."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the arguments of the group itself."""
        with _cleaned():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an `AuditkitError` becomes a `Failure`."""
        try:
            with _cleaned():
                return super().invoke(ctx)
        except UsageError as error:
            raise Misuse(str(error)) from error
        except AuditkitError as error:
            raise Failure(str(error)) from error
        except BrokenPipeError:
            # The reader (a pager, head) has gone: nothing is wrong and nobody listens.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except OSError as error:
            where = one_line(os.fsdecode(error.filename))[:120] if error.filename else "The system"
            raise Failure(f"{where}: {error.strerror or error}. Check the name.") from error
        except RuntimeError as error:
            # Path.resolve says so of links that lead in a circle, before Python 3.13.
            if not str(error).startswith("Symlink loop"):
                raise
            raise Failure("A link on the way leads back to itself. Check the name.") from error


class NamedPath(click.Path):
    """A file or folder to write: an empty name, which means the current folder, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A path; click says in one sentence that it is empty."""
        if not os.fspath(value):
            self.fail("The name is empty.", param, ctx)
        return super().convert(value, param, ctx)


def require_suffix(target: Path, suffix: str) -> None:
    """Raise `UsageError` for a file to write whose name says that it is something else."""
    if target.suffix.lower() != suffix:
        raise UsageError(
            f"{one_line(str(target))} is no name of a {suffix} file.",
            f"Give a name that ends in {suffix}.",
        )


def audit_option(command: F) -> F:
    """``--audit FOLDER``: the audit to work on."""
    return click.option(
        "--audit",
        "folder",
        type=click.Path(path_type=Path),
        default=None,
        help="Audit folder, or a pack to read; default: $AUDITKIT_AUDIT or the current folder.",
    )(command)


def look_options(command: F) -> F:
    """``--ascii`` and ``--no-mouse``: how the terminal UI is drawn and what it listens to."""
    plain = click.option(
        "--ascii", is_flag=True, help="Draw with ASCII characters alone; also: $AUDITKIT_ASCII=1."
    )
    still = click.option(
        "--no-mouse", is_flag=True, help="Leave the mouse to the terminal; keys do everything."
    )
    return plain(still(command))


class Looks(TypedDict):
    """What `look_options` asks."""

    ascii: bool
    mouse: bool


def chosen_looks(ctx: click.Context) -> Looks:
    """The options of `look_options`, given to this command or before its name."""
    given = [ctx.params, ctx.find_root().params]
    return {
        "ascii": any(each.get("ascii") for each in given),
        "mouse": not any(each.get("no_mouse") for each in given),
    }


def json_option(command: F) -> F:
    """``--json``: machine-readable output on standard output alone."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def limit_option(default: int, what: str) -> Callable[[F], F]:
    """``-n``: how many of something are shown; asked for none, there would seem to be none."""
    return click.option(
        "-n",
        "limit",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        help=f"At most this many {what}.",
    )


def audit_folder(folder: Path | None) -> Path:
    """The audit folder meant: the one given, $AUDITKIT_AUDIT, or the current folder."""
    return folder or Path(os.environ.get(AUDIT_VARIABLE) or ".")


def require_free(audit: Audit, target: Path, suffixes: tuple[str, ...] = ()) -> None:
    """Raise `UsageError` when a file that is to be written would land in the record itself or
    among the evidence, which is never written, or over a file of another kind."""
    from auditkit.record.folder import DOCUMENTS

    whole, folder = target.resolve(), audit.folder.resolve()
    if whole.is_relative_to(folder) and not whole.is_relative_to(folder / DOCUMENTS):
        raise UsageError(
            f"{one_line(str(target))} lies in the audit's own record.",
            f"Choose a place in {DOCUMENTS}, or outside of the audit folder.",
        )
    if any(whole.is_relative_to(root.resolve()) for root in audit.roots()):
        raise UsageError(
            f"{one_line(str(target))} lies among the evidence, which is never written.",
            "Choose another place.",
        )
    if suffixes and whole.is_file() and whole.suffix.lower() not in suffixes:
        kind = " or ".join(suffixes)
        raise UsageError(
            f"{one_line(str(target))} is there already and is no {kind} file.",
            "Give another name with -o.",
        )


def open_audit(folder: Path | None, *, read_only: bool = False) -> Audit:
    """Open the audit meant, or for reading that of a pack; what opening found is printed to
    standard error."""
    from auditkit.record.audit import Audit
    from auditkit.record.unfinished import take_in

    chosen = audit_folder(folder)
    if chosen.is_file():
        from auditkit.cli.packed import open_packed

        audit = open_packed(chosen)
    else:
        audit = Audit.open(chosen, read_only=read_only)
        take_in(audit)
    for message in audit.messages:
        click.echo(f"auditkit: {lines(message)}", err=True)
    return audit


def say(text: str = "") -> None:
    """Print text from anywhere: escape sequences and the like are made visible."""
    click.echo(lines(text))


def say_json(value: Any) -> None:
    """Print a value as JSON; typed data and dates become plain."""
    import msgspec

    click.echo(json.dumps(msgspec.to_builtins(value), ensure_ascii=True, indent=1))


def parse_fields(pairs: tuple[str, ...]) -> dict[str, str]:
    """``name=value`` arguments as a dictionary; raises `UsageError`."""
    fields = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is no FIELD=VALUE.", "Write for instance gap='...'.")
        fields[name.strip().replace("-", "_")] = value
    return fields
