"""Report and sheet in programs that others wrote: pdfsig with the office's certificate as its trust, LibreOffice."""

import datetime as dt
import io
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.domain.persian.calendar import numeric
from app.report import canonical, pages, sheet, sign, signers
from app.security import signing_key
from tests.app.report import hostile
from tests.app.report.example import report
from tests.app.report.test_timestamps import token

PDFSIG, CERTUTIL, SOFFICE = shutil.which("pdfsig"), shutil.which("certutil"), shutil.which("soffice")
needs_pdfsig = pytest.mark.skipif(
    not PDFSIG or not CERTUTIL,
    reason="pdfsig (poppler-utils) or certutil (libnss3-tools) IS MISSING: nobody else was asked about the signature",
)
needs_soffice = pytest.mark.skipif(
    not SOFFICE, reason="soffice (libreoffice-calc-nogui) IS MISSING: the sheet was not opened by another program"
)


@pytest.fixture(scope="module")
def office() -> signers.OwnKeySigner:
    """With the key and the certificate that a store gets at its first start."""
    made = signing_key.make(hostile.CODE, report()["agency"]["name"], "عدنان غزی", hostile.MADE_AT)
    return signers.OwnKeySigner(made.pkcs8, made.certificate)


def trusting(folder: Path, *certificates: bytes) -> Path:
    """An NSS database that trusts these certificates (PEM) as peers, and nobody else."""
    database = folder / "nss"
    database.mkdir()
    subprocess.run([CERTUTIL or "", "-N", "-d", f"sql:{database}", "--empty-password"], check=True)
    for number, pem in enumerate(certificates):
        (folder / f"{number}.pem").write_bytes(pem)
        given = ["-n", f"office{number}", "-t", "P,P,P", "-i", str(folder / f"{number}.pem")]
        subprocess.run([CERTUTIL or "", "-A", "-d", f"sql:{database}", *given], check=True)
    return database


def asked(folder: Path, data: bytes, database: Path) -> str:
    """What pdfsig says, the certificate looked at too."""
    (folder / "a.pdf").write_bytes(data)
    words = [PDFSIG or "", "-no-ocsp", "-nssdir", str(database), "a.pdf"]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False).stdout


@needs_pdfsig
@pytest.mark.parametrize("stamped", [False, True], ids=["B-B", "B-T"])
def test_pdfsig_finds_it_valid_and_trusted_where_the_offices_certificate_was_given(tmp_path, office, stamped) -> None:
    said = hostile.report(office)
    stamp = partial(token, None) if stamped else None
    data = sign.seal(pages.draw(said), canonical.pack(said), office, hostile.MADE_AT, stamp=stamp)
    told = asked(tmp_path, data, trusting(tmp_path, office.certificate_pem()))
    assert "Signature Validation: Signature is Valid." in told
    assert "Certificate Validation: Certificate is Trusted." in told
    assert "Total document signed" in told
    assert "Signature #2" not in told


@needs_pdfsig
def test_pdfsig_trusts_nobody_whom_it_was_not_given(tmp_path, office) -> None:
    data = hostile.sealed(hostile.report(office), office)
    told = asked(tmp_path, data, trusting(tmp_path, hostile.office().certificate_pem()))
    assert "Signature is Valid." in told
    assert "Certificate is Trusted." not in told


@needs_pdfsig
def test_pdfsig_sees_a_changed_byte_too(tmp_path, office) -> None:
    data = hostile.sealed(hostile.report(office), office)
    at = data.index(b"stream\n") + 40
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    told = asked(tmp_path, changed, trusting(tmp_path, office.certificate_pem()))
    assert "Signature is Valid." not in told


# the sheet


FORMULAS = ["=1+1", "+982", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org")', "0012"]


@pytest.fixture(scope="module")
def typed() -> dict[str, Any]:
    """Names that a spreadsheet would take for formulas and numbers."""
    made = report(visits=len(FORMULAS))
    for visit, text in zip(made["visits"], FORMULAS, strict=True):
        visit["first_name"] = text
    return made


@pytest.fixture(scope="module")
def reopened(typed, tmp_path_factory) -> Any:
    """The sheet as LibreOffice read it, and wrote it again."""
    import openpyxl

    folder = tmp_path_factory.mktemp("sheet")
    (folder / "a.xlsx").write_bytes(sheet.write(typed))
    profile, out = f"-env:UserInstallation=file://{folder}/profile", str(folder / "out")
    words = [SOFFICE or "", profile, "--headless", "--convert-to", "xlsx", "--outdir", out, str(folder / "a.xlsx")]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(io.BytesIO((folder / "out" / "a.xlsx").read_bytes()))


@needs_soffice
def test_libreoffice_reads_every_table_from_right_to_left_with_its_filter(reopened) -> None:
    assert len(reopened.worksheets) == 3
    for page in reopened:
        assert page.sheet_view.rightToLeft
        assert page.auto_filter.ref == f"A1:{page.cell(1, page.max_column).coordinate[:-1]}{page.max_row}"


@needs_soffice
def test_libreoffice_takes_no_name_for_a_formula_and_no_day_for_a_number(reopened, typed) -> None:
    page = reopened["مراجعه‌ها"]
    headings = [cell.value for cell in page[1]]
    name, day = headings.index("نام") + 1, headings.index("تاریخ") + 1
    numbers = [number for number, visit in enumerate(typed["visits"]) for _issue in visit["issues"]]
    for row, number in enumerate(numbers, start=2):
        visit = typed["visits"][number]
        cells = page.cell(row, name), page.cell(row, day)
        assert [cell.value for cell in cells] == [visit["first_name"], numeric(dt.date.fromisoformat(visit["date"]))]
        assert {cell.data_type for cell in cells} == {"s"}
