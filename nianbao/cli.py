"""The command line: one program, `nianbao`.  Commands are loaded when they are called."""

from __future__ import annotations

import errno
import importlib
import logging
import sqlite3
import sys
from typing import Any

import click

from nianbao.troubles import told

COMMANDS = {  # name -> what it does, as `nianbao --help` prints it
    "demo": "The whole job on the bundled demo portals, then Datasette. 演示：从抓取到发布。",
    "crawl": "Crawl portals of the registry. 抓取门户。",
    "import": "Take in local files or folders. 导入本地文件。",
    "extract": "Read documents into figures, prose and issues. 读取文件。",
    "check": "Run every check over what was extracted. 核对数据。",
    "update": "Crawl, extract, check and publish: what a schedule calls. 定期更新。",
    "serve": "Datasette on the archive. 发布网站。",
    "export": "Bulk files with a data package and digests. 导出数据。",
    "read": "Read documents and print JSON lines; touches no archive. 读取文件并打印。",
    "identify": "Say what the crawler would make of links on standard input. 识别链接。",
    "portals": "The registry of portals: list, check, probe a new one. 门户登记表。",
    "plan": "Which portals are due, when and why. 抓取计划。",
    "status": "Coverage, last runs, broken portals, quarantine. 运行状态。",
    "verify": "Every blob against its digest, every row against its document. 校验存档。",
}


_USAGE = {
    click.NoSuchOption: "没有这个选项",
    click.MissingParameter: "缺少参数",
    click.BadParameter: "参数有误",
}


def _in_chinese_first(error: click.UsageError) -> str:
    message = error.format_message()
    if not message.isascii():  # one of ours, or about something in Chinese
        return message
    zh = next((words for kind, words in _USAGE.items() if type(error) is kind), "用法有误")
    return f"{zh} · {message}"


class _LazyGroup(click.Group):
    """Knows its commands by name and imports only the one that runs: `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"nianbao.commands.{cmd_name.replace('import', 'import_')}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the machine refuses and Ctrl+C end it with status 1 and a sentence."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise click.ClickException("已中断 · interrupted") from error
        except click.UsageError as error:
            raise click.UsageError(_in_chinese_first(error), error.ctx) from error
        except (OSError, sqlite3.Error) as error:
            message = told(error)
            if message is None or getattr(error, "errno", None) == errno.EPIPE:
                raise
            logging.getLogger(__name__).info("refused", exc_info=True)
            raise click.ClickException(message) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nianbao")
@click.option("-v", "--verbose", is_flag=True, help="Print what is going on to standard error.")
def main(verbose: bool) -> None:
    """Nianbao (年报): an archive of China's 政府信息公开工作年度报告.

    Exit status: 0 done; 1 done, with failures that need a person; 2 bad usage.
    """
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
