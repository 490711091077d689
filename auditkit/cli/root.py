"""The root command: opens the screen, and knows the groups by name without importing them."""

from __future__ import annotations

import importlib

import click

from auditkit import __version__
from auditkit.cli.common import SafeGroup, chosen_looks, look_options

COMMANDS: dict[str, tuple[str, str]] = {
    "open": ("auditkit.cli.screen:open_command", "Open the terminal UI on an audit."),
    "demo": ("auditkit.cli.demo:demo", "Make a complete sample audit and open it."),
    "new": ("auditkit.cli.audit:new", "Begin a new audit."),
    "set": ("auditkit.cli.audit:set_fields", "Set objectives, scope, dates and the like."),
    "person": ("auditkit.cli.audit:person", "Add somebody to the audit team or the auditees."),
    "status": ("auditkit.cli.status:status", "Progress, findings, CARs and readiness."),
    "next": ("auditkit.cli.walk:next_command", "The next untested check."),
    "show": ("auditkit.cli.walk:show", "A requirement with its questions, notes and evidence."),
    "verdict": ("auditkit.cli.walk:verdict", "Judge a check or a whole requirement."),
    "note": ("auditkit.cli.walk:note", "Write a note under a requirement."),
    "capture": ("auditkit.cli.capture:capture", "Write down what is said; requirements later."),
    "file": ("auditkit.cli.capture:file_command", "File a captured note under requirements."),
    "undo": ("auditkit.cli.walk:undo", "Take back the last change."),
    "redo": ("auditkit.cli.walk:redo", "Bring back what was undone."),
    "evidence": ("auditkit.cli.evidence:evidence", "Find, register, cite and verify evidence."),
    "finding": ("auditkit.cli.finding:finding", "Raise, edit, list and issue findings."),
    "car": ("auditkit.cli.car:car", "Corrective-action requests."),
    "soa": ("auditkit.cli.soa:soa", "Statement of Applicability, beside what the audit found."),
    "plan": ("auditkit.cli.plan:plan", "The timetable of the audit, and who was there."),
    "report": ("auditkit.cli.report:report", "Write the Word documents."),
    "template": ("auditkit.cli.template:template", "Corporate templates for the documents."),
    "export": ("auditkit.cli.export:export", "The audit as tables: xlsx, csv or html."),
    "pack": (
        "auditkit.cli.pack:pack",
        "One file to archive or hand over, checkable without auditkit.",
    ),
    "checklist": ("auditkit.cli.checklist:checklist", "List, show, check and map checklists."),
    "journal": ("auditkit.cli.journal:journal", "What was changed, by whom; whether it holds."),
    "keys": ("auditkit.cli.keys:keys", "The keys of the screens, and those of your own."),
    "doctor": ("auditkit.cli.doctor:doctor", "Examine an audit folder, and repair it."),
}
"""Command name to the place of its code and its one-line help."""


class LazyGroup(SafeGroup):
    """A group that imports a command only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in the order of a working day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place[0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table, so that help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the closest command for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean '{close[0]}'?" if close else " 'auditkit --help' lists them."
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.version_option(__version__, prog_name="auditkit")
@look_options
@click.pass_context
def root(ctx: click.Context, ascii: bool, no_mouse: bool) -> None:  # noqa: ARG001
    """Internal audits in a terminal: checklists, evidence, findings, CARs and Word reports.

    Without a command it opens the terminal UI on the audit in the current folder.
    """
    if ctx.invoked_subcommand is None:
        from auditkit.cli.screen import open_screen

        ctx.exit(open_screen(None, **chosen_looks(ctx)))
