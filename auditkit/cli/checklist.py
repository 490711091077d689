"""Checklists from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditkit.cli.common import SafeGroup, json_option, say, say_json

if TYPE_CHECKING:
    from auditkit.checklist.model import Checklist, Requirement


@click.group(cls=SafeGroup)
def checklist() -> None:
    """List, show, check and map checklists."""


@checklist.command("list")
@json_option
def list_command(as_json: bool) -> None:
    """The checklists that ship with auditkit."""
    from auditkit.checklist.catalog import shipped
    from auditkit.checklist.load import load_checklist

    loaded = [load_checklist(path) for path in shipped()]
    rows = [
        {
            "id": each.id,
            "standard": each.standard,
            "title": each.title,
            "requirements": sum(1 for _ in each.requirements()),
            "checks": sum(1 for _ in each.checks()),
        }
        for each in loaded
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        say(
            f"{row['id']:<22}{row['standard']:<22}{row['title']}  "
            f"({row['requirements']} requirements, {row['checks']} checks)"
        )


@checklist.command()
@click.argument("name")
@click.argument("ref", required=False)
@json_option
def show(name: str, ref: str | None, as_json: bool) -> None:
    """Show checklist NAME (id or .toml file), or one requirement REF of it."""
    from auditkit.checklist.catalog import checklist_file
    from auditkit.checklist.load import load_checklist

    loaded = load_checklist(checklist_file(name))
    if ref:
        requirement = loaded.requirement(ref)
        if as_json:
            say_json(data_of(requirement))
        else:
            _print_requirement(requirement)
    elif as_json:
        say_json(
            {
                "id": loaded.id,
                "standard": loaded.standard,
                "title": loaded.title,
                "note": loaded.note,
                "requirements": [data_of(each) for each in loaded.requirements()],
            }
        )
    else:
        _print_checklist(loaded)


def data_of(requirement: Requirement) -> dict[str, Any]:
    """A requirement as plain data, its checks under ``checks``."""
    import msgspec

    data: dict[str, Any] = msgspec.to_builtins(requirement)
    data["checks"] = data.pop("check")
    return data


@checklist.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def lint(ctx: click.Context, file: Path) -> None:
    """Check a checklist FILE (or the id of a shipped one); exit code 1 when it has faults."""
    from auditkit.checklist.catalog import checklist_file
    from auditkit.checklist.lint import lint as check
    from auditkit.checklist.load import load_checklist

    path = file if file.exists() else checklist_file(str(file))
    found = check(path)
    for fault in found:
        say(f"{path.name}: {fault}")
    loaded = load_checklist(path)
    requirements, checks = sum(1 for _ in loaded.requirements()), sum(1 for _ in loaded.checks())
    say(f"{requirements} requirements, {checks} checks, {len(found)} faults.")
    if found:
        ctx.exit(1)


@checklist.command("map")
@click.argument("source")
@click.argument("target")
@json_option
def map_command(source: str, target: str, as_json: bool) -> None:
    """Related references from checklist SOURCE to TARGET (for instance eu-ai-act)."""
    from auditkit.checklist.catalog import checklist_file
    from auditkit.checklist.load import load_checklist

    loaded = load_checklist(checklist_file(source))
    rows = {
        each.ref: list(each.related[target])
        for each in loaded.requirements()
        if each.related.get(target)
    }
    if as_json:
        say_json(rows)
        return
    for ref, related in rows.items():
        say(f"{ref:<10}{', '.join(related)}")
    if not rows:
        known = sorted({name for each in loaded.requirements() for name in each.related})
        say(f"Nothing maps to {target!r}. Known: {', '.join(known)}.")


def _print_checklist(loaded: Checklist) -> None:
    say(f"{loaded.standard}  {loaded.title}")
    say(f"{loaded.note}")
    for section in loaded.sections:
        say(f"{section.ref}  {section.title}")
        for requirement in section.requirements:
            say(f"  {requirement.ref:<9}{requirement.title}  ({len(requirement.checks)} checks)")
    for sector in loaded.sectors:
        say(f"In {sector.name}: {sector.note}")


def _print_requirement(requirement: Requirement) -> None:
    say(f"{requirement.ref}  {requirement.title}")
    say(f"  {requirement.intent}")
    say(f"  Whom to ask: {', '.join(requirement.ask)}")
    for check in requirement.checks:
        say(f"  {check.id}  {check.obligation}")
        say(f"      Ask: {check.question}")
        say(f"      Conforms: {check.conformity}  ({', '.join(check.methods)})")
