"""`lotgate`: the command line, a mirror of the library. Each command's module is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import Any

import click

from lotgate.errors import LotgateError

COMMANDS = {
    "read": "lotgate.cli.read",
    "check": "lotgate.cli.check",
    "judge": "lotgate.cli.judge",
    "show": "lotgate.cli.show",
    "standard": "lotgate.cli.standard",
    "serve": "lotgate.cli.serve",
    "worker": "lotgate.cli.worker",
    "backup": "lotgate.cli.backup",
    "restore": "lotgate.cli.backup",
    "audit": "lotgate.cli.audit",
}
"""Command name to the module that holds it under the same name, in the order of the help."""


class _Commands(click.Group):
    """Finds commands by :data:`COMMANDS`, and turns lotgate's errors into a message, advice and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LotgateError as error:
            for one in getattr(error, "faults", ()) or (error,):
                click.echo(f"lotgate: {one.message}\n  → {one.advice}", err=True)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.filename is None:  # a broken pipe is click's business
                raise
            click.echo(
                f"lotgate: {error.filename}: {error.strerror}\n  → Check the path and its permissions.", err=True
            )
            ctx.exit(LotgateError.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("lotgate"), "-V", "--version", message="lotgate %(version)s")
def main() -> None:
    """Reads the certificate that comes with a supplier's lot and judges it by your own standard.

    Exit codes: 0 all is read or accepted, 2 wrong usage, 3 a lot is rejected, 4 a lot is for review,
    5 a file could not be read, 6 a verdict could not be proved, 7 the audit trail was changed,
    10 and above: one error ended the command.
    """
