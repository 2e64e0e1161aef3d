"""The list of all parts with versions, licences and hashes, as CycloneDX 1.6 (sbom.cdx.json)."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from installer.inside import Inside
from installer.parts import Stopped
from installer.runtime import Runtime
from installer.wheels import Wheel

NAME = "sbom.cdx.json"
Part = dict[str, Any]


def made(version: str, when: int, raw: Runtime, wheels: Iterable[Wheel], told: Inside, put_in: dict[str, str]) -> bytes:
    """The list as it is shipped. The same parts make the same bytes. put_in: by the tools, with their versions."""
    ourselves = _part("application", "didar", version, "GPL-3.0-or-later", "pkg:generic/didar")
    ourselves["components"] = [
        _inner(ourselves, {"version": put_in.get(part["name"])} | part) for part in told.parts["didar"]
    ]
    parts = [_runtime(raw, told), *(_wheel(wheel, told) for wheel in wheels)]
    dependencies = [{"ref": ourselves["bom-ref"], "dependsOn": sorted(part["bom-ref"] for part in parts)}]
    listed: Part = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": dt.datetime.fromtimestamp(when, dt.UTC).isoformat().replace("+00:00", "Z"),
            "component": ourselves,
        },
        "components": parts,
        "dependencies": dependencies,
    }
    listed["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(listed, sort_keys=True))}"
    return (json.dumps(listed, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _part(kind: str, name: str, version: str | None, licence: str | None, purl: str | None = None) -> Part:
    part: Part = {"type": kind, "name": name, "bom-ref": f"{name}@{version}"}
    if version:
        part["version"] = version
    if licence:
        part["licenses"] = [{"expression": licence}]
    if purl:
        part["purl"] = part["bom-ref"] = f"{purl}@{version}"
    return part


def _inner(outer: Part, told: Part) -> Part:
    part = _part("library", told["name"], told.get("version"), told["licence"])
    return part | {"bom-ref": f"{outer['bom-ref']}#{told['name']}"}


def _runtime(raw: Runtime, told: Inside) -> Part:
    part = _part("platform", "CPython", raw.python, "PSF-2.0", "pkg:generic/python")
    part["description"] = "signed by the Python Software Foundation; library compiled from the sources of its catalogue"
    part["hashes"] = [_hash(raw.binaries / "python313.dll")]
    part["properties"] = [{"name": "didar:from", "value": origin} for origin in raw.origin]
    inside = told.of("cpython", raw.python)
    if inside is None:
        raise Stopped(f"inside.toml does not say what is inside CPython {raw.python}")
    part["components"] = [_inner(part, other) for other in inside]
    for inner, other in zip(part["components"], inside, strict=True):
        if "file" in other:
            inner["hashes"] = [_hash(raw.binaries / other["file"])]
    return part


def _hash(path: Path) -> Part:
    return {"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}


def _wheel(wheel: Wheel, told: Inside) -> Part:
    version = wheel.locked.version
    part = _part("library", wheel.name, version, licence(wheel, told), f"pkg:pypi/{wheel.name}")
    part["hashes"] = [{"alg": "SHA-256", "content": wheel.locked.sha256[0]}]
    ours = [_inner(part, other) for other in told.of(wheel.name, version) or ()]
    lists = () if wheel.name in told.lists_too_much else wheel.lists
    found: dict[tuple[str, str], Part] = {}
    for other in (*(_theirs(part, other) for listed in lists for other in listed.get("components", ())), *ours):
        key = (other["name"], other.get("version", ""))
        found[key] = found.get(key, {}) | other
    if found:
        part["components"] = sorted(found.values(), key=lambda other: str(other["bom-ref"]))
    return part


def _theirs(outer: Part, other: Part) -> Part:
    """Of a wheel's own list the same particulars as we give."""
    taken = {key: other[key] for key in ("type", "name", "version", "licenses", "hashes") if key in other}
    return taken | {"bom-ref": f"{outer['bom-ref']}#{other['name']}@{other.get('version')}"}


def licence(wheel: Wheel, told: Inside) -> str:
    """An SPDX expression."""
    said = told.licences.get(wheel.name) or wheel.about["License-Expression"] or wheel.about["License"]
    if not said or "\n" in said or "," in said:
        raise Stopped(f"{wheel.name}: its licence is not plain ({said!r}): write it into inside.toml")
    return str(said)
