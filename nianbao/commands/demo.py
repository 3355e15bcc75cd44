"""`nianbao demo`: the whole job on what ships in the box."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, finish, need_port, port_option, writing


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Stop after printing the summary. 不启动网站。")
@click.option(
    "--registry",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the active rows of this registry (CSV) instead of the bundled portals. 改用这份登记表。",
)
@port_option
@data_option
def command(no_serve: bool, registry: Path | None, port: int, data: Path) -> None:
    """Start the bundled demo portals on loopback, crawl, read, check and publish them, then serve.

    演示：在本机启动虚构的政府门户，完成抓取、读取、核对与发布。第二次运行只发条件请求，
    可以看到一份报告在发布后被修改。
    """
    from archive.publish import serve
    from nianbao.console import Console
    from nianbao.demo_job import demo_rows, run_demo
    from nianbao.summary import print_summary

    if not no_serve:
        need_port(port)
    console = Console()
    with demo_rows(data, registry) as rows:
        with writing(data) as archive:
            summary = run_demo(archive, rows, console)
        print_summary(console, summary)
        if not no_serve:
            console.say(f"Datasette: http://127.0.0.1:{port}/  (Ctrl+C 结束 · to stop)")
            serve(data, port)
    finish(summary.failures)
