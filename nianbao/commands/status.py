"""`nianbao status`: coverage, last runs, broken portals, quarantine."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, existing

_TABLES = (
    (
        "最近的运行 · last runs",
        ("运行", "开始", "结束", "结果", "原因"),
        "select id, started_at, finished_at, outcome, reason from runs order by id desc limit 5",
    ),
    (
        "门户 · portals",
        ("门户", "成功", "未变", "缺失", "被拦", "失败", "最近抓取"),
        """select p.id, sum(c.disposition = 'ok'), sum(c.disposition = 'not-modified'),
             sum(c.disposition = 'missing'), sum(c.disposition in ('blocked', 'robots')),
             sum(c.disposition in ('unreachable', 'failed')), max(c.fetched_at)
           from portals p left join captures c on c.portal_id = p.id group by p.id order by p.id""",
    ),
    (
        "年度 · years",
        ("年度", "报告", "有数据", "核对不符"),
        """select year, count(*), sum(figure_count > 0), sum(failed_check_count > 0)
           from reports group by year order by year desc""",
    ),
    (
        "未能读取的文件 · quarantine",
        ("文件", "类型", "读取器", "原因"),
        """select d.sha256, d.media_type, d.reader, min(i.message) from documents d
           left join issues i on i.document_sha256 = d.sha256 and i.severity = 'error'
           where d.state = 'quarantined' group by d.sha256 order by d.sha256""",
    ),
)


@click.command("status")
@data_option
def command(data: Path) -> None:
    """Print what the archive holds, how the last runs ended and what could not be read.

    运行状态：覆盖情况、最近的运行、未能读取的文件。
    """
    from nianbao.console import Console

    archive, console = existing(data), Console()
    for title, columns, sql in _TABLES:
        rows = archive.db.conn.execute(sql).fetchall()
        if rows:
            console.table(title, columns, rows)
