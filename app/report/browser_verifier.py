"""`didar verifier`: one HTML file that checks a report in a browser, offline, without installing anything.

It comes from the inspection office and never with the report: a page that is sent by the one who is checked proves
nothing. It does not compare the pages with the data, and says so. The sources are resources/verifier.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from app import VERSION
from app.domain.texts import fa
from app.files import write_new
from app.report import trust
from app.report.verdict import RULES
from resources import ROOT

SCRIPTS: Final = (
    "pdf.js",
    "structure.js",
    "cms.js",
    "certificates.js",
    "stamps.js",
    "json.js",
    "meaning.js",
    "response.js",
    "verifier.js",
    "page.js",
)
FOLDER: Final = ROOT / "verifier"
SCHEMA: Final = ROOT / "schema" / "didar-report-1.schema.json"


def page(trusted: Iterable[bytes] = ()) -> bytes:
    """The page. trusted: certificates whose owners the inspection office has confirmed, DER."""
    script, style = _script(trusted), _source("verifier.css")
    whole = _source("verifier.html")
    for name, value in (("policy", _policy(script, style)), ("style", style), ("script", script)):
        whole = whole.replace(f"{{{{{name}}}}}", value, 1)
    return whole.encode()


def write(file: Path, trusted: Iterable[Path]) -> None:
    """Write the page. trusted: PEM files. Raises Refused for a file that is there, or that holds no certificate."""
    write_new(file, page(trust.given(trusted).certificates), private=False)


def _script(trusted: Iterable[bytes]) -> str:
    given = {
        "version": VERSION,
        "rules": {rule: fa(sentence) for rule, sentence in RULES.items()},
        "schema": _schema(),
        "trusted": sorted(der.hex() for der in trusted),
    }
    said = json.dumps(given, ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join(('"use strict";', f"const GIVEN = {said};", *map(_source, SCRIPTS)))


def _schema() -> dict[str, Any]:
    """Without the addresses that it names itself by: nothing in the page shall look like one."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return {key: value for key, value in schema.items() if not key.startswith("$")}


def _source(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _policy(script: str, style: str) -> str:
    """Nothing may be loaded, sent or run but these two texts."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'; "
        "form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
