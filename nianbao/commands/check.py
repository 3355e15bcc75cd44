"""`nianbao check`: run every check over what was extracted."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.options import data_option, finish, writing

_OUTCOMES = """
select k.check_code, sum(k.outcome = 'pass'), sum(k.outcome = 'fail' and c.kind <> 'question'),
  sum(k.outcome = 'fail' and c.kind = 'question'), sum(k.outcome = 'not-evaluable'),
  sum(k.outcome = 'not-applicable')
from check_results k join checks c on c.code = k.check_code
where k.is_current = 1 group by k.check_code order by c.kind = 'question', k.check_code"""
_CORRECTIONS = """
select count(*) filter (where is_applied = 1), count(*) filter (where is_applied = 0) from corrections"""
_COLUMNS = (
    *("规则", "通过 pass", "不符 fail", "疑问 question", "无法核对 not evaluable", "不适用 not applicable"),
)


@click.command("check")
@data_option
def command(data: Path) -> None:
    """Evaluate every rule anew on the figures of the archive and print the outcomes.

    核对：重新计算全部核对规则，包括与上年报告的衔接。公布的数字从不改动。
    """
    from archive import corrections, publish
    from nianbao.checking import check_all
    from nianbao.console import Console

    console = Console()
    with writing(data, is_new=False) as archive:
        with console.progress("核对 · check") as progress:
            check_all(archive, progress.count)
        publish.publish(archive)
        rows = archive.db.conn.execute(_OUTCOMES).fetchall()
        in_force, lapsed = archive.db.conn.execute(_CORRECTIONS).fetchone()
        doubts = corrections.doubts(archive)
    console.table("核对 · checks", _COLUMNS, rows)
    if in_force or lapsed:
        console.say(f"更正 corrections：有效 in force {in_force}，失效 lapsed {lapsed}")
    finish(doubts)
