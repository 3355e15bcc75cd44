"""`nianbao serve`: Datasette on the archive with our metadata, templates and plugins."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, existing, need_port, port_option


@click.command("serve")
@port_option
@data_option
def command(port: int, data: Path) -> None:
    """Serve the archive with Datasette on 127.0.0.1.

    在本机打开数据网站。
    """
    from archive.publish import serve

    existing(data).close()
    need_port(port)
    click.echo(f"Datasette: http://127.0.0.1:{port}/  (Ctrl+C 结束 · to stop)")
    serve(data, port)
