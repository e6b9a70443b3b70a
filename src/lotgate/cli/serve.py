"""``lotgate serve``: the workbench on this machine."""

from __future__ import annotations

import click

from lotgate.web.prepare import prepare


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Workers that read files.")
@click.option("--no-worker", is_flag=True, help="Serve pages only: `lotgate worker` runs elsewhere.")
def serve(*, host: str, port: int, workers: int, no_worker: bool) -> None:
    """Run the workbench: its pages, and the workers that read what arrives. Stop it with Ctrl-C.

    Where it keeps things and how people reach it is set in the environment: see the reference of settings.
    """
    prepare()
    from lotgate.web import serving  # noqa: PLC0415 - Django is ready only now

    def ready(address: str) -> None:
        click.echo(f"lotgate is ready: {address}")
        if not serving.only_here(host) and not address.startswith("https://"):
            click.echo(
                "Warning: other machines reach it by plain HTTP, and passwords travel unprotected.\n"
                "  → Put a web server with a certificate in front and set LOTGATE_BASE_URL to https://…",
                err=True,
            )

    serving.serve(host, port, workers=0 if no_worker else workers, ready=ready)
