"""The command line as a person uses it, in this process."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from lotgate.cli.main import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CERTIFICATES = EXAMPLES / "certificates"
STANDARDS = EXAMPLES / "standards"


def lotgate(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
