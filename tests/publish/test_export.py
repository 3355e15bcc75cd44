"""Exports: what is in the archive comes out whole, the same every time, readable by what people use."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from archive.export import ORDERS, export
from archive.published import published as described
from archive.schema import tables
from archive.store import Archive
from tests.publish.conftest import rows


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def out(published: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    export(published, folder)
    return folder


def test_every_row_comes_out_as_it_is(published: Archive, out: Path) -> None:
    for name in ("reports_wide", "figures", "sections", "indicators", "check_results", "coverage"):
        order = ", ".join(f'"{column}"' for column in ORDERS[name])
        stored = rows(published, f"select * from {name} order by {order}")
        as_text = [
            {column: "" if value is None else str(value) for column, value in row.items()} for row in stored
        ]
        assert read(out / f"{name}.csv") == as_text, name


def test_the_file_opens_in_excel_with_its_characters(out: Path) -> None:
    data = (out / "reports.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "政府信息公开工作年度报告".encode() in data


def test_an_empty_cell_is_empty_not_zero(out: Path) -> None:
    (row,) = [r for r in read(out / "reports_wide.csv") if r["publisher"] == "民政局" and r["year"] == "2023"]
    assert row["challenges_reconsideration_corrected"] == ""


def test_two_exports_are_the_same_bytes(published: Archive, out: Path, tmp_path: Path) -> None:
    export(published, tmp_path)
    first, second = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in (out, tmp_path))
    assert first == second


def test_the_manifest_tells_rows_and_digests(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    entries = {entry["path"]: entry for entry in manifest["files"]}
    assert set(entries) == {p.name for p in out.iterdir()} - {"manifest.json"}
    for name, entry in entries.items():
        data = (out / name).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert entries["reports.csv"]["rows"] == len(read(out / "reports.csv")) == 47


def test_the_data_package_describes_every_field(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        with (out / resource["path"]).open(encoding=resource["encoding"], newline="") as file:
            header = next(csv.reader(file))
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == header
        assert all(field["title"] and field["description"] for field in fields)
    amount = "disclosure_fees_amount_wan_yuan"
    (wide,) = [r for r in package["resources"] if r["name"] == "reports_wide"]
    assert [f["unit"] for f in wide["schema"]["fields"] if f["name"] == amount] == ["万元"]


def test_each_value_is_of_the_type_that_the_package_says(out: Path) -> None:
    parse: Mapping[str, Callable[[str], object]] = {
        "string": str,
        "integer": int,
        "number": float,
        "date": date.fromisoformat,
        "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ"),
    }
    seen = set()
    for resource in json.loads((out / "datapackage.json").read_text("utf-8"))["resources"]:
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        for row in read(out / resource["path"]):
            for name in (name for name, text in row.items() if text):
                parse[types[name]](row[name])
                seen.add(types[name])
    assert seen == set(parse)


def test_the_how_to_names_files_and_columns_that_are_there(out: Path) -> None:
    text = (Path(__file__).parents[2] / "docs/how-to/use-the-csv.md").read_text("utf-8")
    assert set(re.findall(r"(\w+)\.csv", text)) <= set(ORDERS)
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        for file, columns in (("reports_wide", r'wide\S*\["(\w+)"\]'), ("figures", r'figures\["(\w+)"\]')):
            assert set(re.findall(columns, block)) <= set(read(out / f"{file}.csv")[0])
    [checking] = re.findall(r"```python\n(import hashlib.*?)```", text, re.DOTALL)
    exec(checking.replace("var/exports", str(out)), {})


def test_everything_public_that_is_described_is_exported() -> None:
    left_out = {name for name, item in described().items() if not item.hidden} - set(ORDERS)
    assert left_out == {"archive_counts"}, "the counts of the home page"
    assert set(tables()) <= set(ORDERS)


def test_an_unknown_format_is_refused(published: Archive, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected a format among csv, found 'pdf'"):
        export(published, tmp_path, "pdf")
