"""A report of 5,000 visits against the same rows in Typst, whole process (goals: half time, 1/4 of its memory)."""

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from resources import ROOT
from tests.app.report import example

VISITS = 5_000

OURS = """
import json, sys
from pathlib import Path
from app.report import pages
report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
Path(sys.argv[2]).write_bytes(pages.draw(report))
"""

TYPST = """
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], root="/")
"""

PAGE = """
#set page(paper: "a4", flipped: true, margin: 12mm, numbering: "1 / 1")
#set text(font: "Vazirmatn", size: 8pt, lang: "fa", dir: rtl)
#let rows = json("{data}")
#table(
  columns: (auto, auto, 1fr, 1fr, auto, auto, 1fr, 2fr),
  table.header([تاریخ], [ورود], [نام], [نام پدر], [کد ملی], [تلفن], [موضوع], [شرح و دستور]),
  ..rows.flatten()
)
"""


PEAK = """
status = open("/proc/self/status").read()
print(status.split("VmHWM:")[1].split()[0])
"""
"""The process's own peak in KiB. What wait4 tells begins with the parent's memory, from which it was forked."""


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds and MiB at the peak of a whole process."""
    begun = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT.parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, int(done.stdout) / 1024


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("report")
    data = example.report(VISITS)
    whole, rows = folder / "report.json", folder / "rows.json"
    whole.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    table = [
        [
            str(cell or "")
            for cell in (
                visit["date"],
                visit["arrived"],
                f"{visit['first_name']} {visit['last_name']}",
                visit["father_name"],
                visit["national_id"],
                visit["mobile"],
                issue["subject"],
                f"{issue['description'] or ''} {issue['ruling'] or ''} {issue['unit'] or ''}",
            )
        ]
        for visit in data["visits"]
        for issue in visit["issues"]
    ]
    rows.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    return whole, rows


def test_the_pages_of_5000_visits_against_typst(report, tmp_path, benchmark):
    pytest.importorskip("typst")
    whole, rows = report
    source = tmp_path / "rows.typ"
    source.write_text(textwrap.dedent(PAGE).replace("{data}", str(rows)), encoding="utf-8")
    ours_command = [sys.executable, "-c", OURS + PEAK, str(whole), str(tmp_path / "ours.pdf")]
    floor_command = [sys.executable, "-c", TYPST + PEAK, str(source), str(tmp_path / "typst.pdf"), str(ROOT / "fonts")]
    measured(ours_command)
    pairs = [(measured(ours_command), measured(floor_command)) for _turn in range(3)]
    (ours_s, ours_mib), (floor_s, floor_mib) = sorted(pairs, key=lambda pair: pair[0][0] / pair[1][0])[1]
    print(
        f"\n{VISITS} visits: {ours_s:.2f} s, {ours_mib:.0f} MiB; Typst {floor_s:.2f} s, {floor_mib:.0f} MiB; "
        f"time {ours_s / floor_s:.2f} (goal 0.5), memory {ours_mib / floor_mib:.2f} (goal 0.25)"
    )
    benchmark.extra_info["time_ratio"] = ours_s / floor_s
    benchmark.extra_info["memory_ratio"] = ours_mib / floor_mib
    benchmark.pedantic(measured, args=(ours_command,), rounds=3)
