"""`nianbao check`: run every check over what was extracted."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, writing

_OUTCOMES = """
select check_code, sum(outcome = 'pass'), sum(outcome = 'fail'), sum(outcome = 'not-evaluable')
from check_results where is_current = 1 group by check_code order by check_code"""


@click.command("check")
@data_option
def command(data: Path) -> None:
    """Evaluate every rule anew on the figures of the archive and print the outcomes.

    核对：重新计算全部勾稽关系。公布的数字从不改动。
    """
    from archive import publish
    from nianbao.checking import check_all
    from nianbao.console import Console

    with writing(data) as archive:
        check_all(archive)
        publish.publish(archive)
        rows = archive.db.conn.execute(_OUTCOMES).fetchall()
    Console().table("核对 · checks", ("规则", "通过 pass", "不符 fail", "无法核对 not evaluable"), rows)
