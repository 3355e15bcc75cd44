"""`nianbao serve`: Datasette on the archive with our metadata, templates and plugins."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, existing


@click.command("serve")
@click.option("--port", type=int, default=8001, show_default=True, help="Port on 127.0.0.1.")
@data_option
def command(port: int, data: Path) -> None:
    """Serve the archive with Datasette on 127.0.0.1.

    在本机打开数据网站。
    """
    from archive.publish import serve

    existing(data).close()
    click.echo(f"Datasette: http://127.0.0.1:{port}/  (Ctrl+C 结束 · to stop)")
    serve(data, port)
