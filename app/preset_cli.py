"""`didar preset`: for administrators, what of a preset holds on this PC, and what of it was named as bad."""

import datetime as dt
from pathlib import Path
from typing import Any

from app import presets
from app.domain.errors import Unavailable
from app.domain.texts import _
from app.preset_keys import RECEIVER
from app.presets import Given, Preset


def asked_for(file: Path | None) -> Preset:
    """The preset of this PC; of a file that is named, what it would be. Raises Unavailable."""
    if file is None:
        return presets.of_this_pc()
    try:
        return presets.of_file(file, dt.datetime.now(dt.UTC))
    except OSError as error:
        raise Unavailable(_("%(path)s could not be read.") % {"path": file}) from error


def lines(preset: Preset) -> list[str]:
    """Where it was found, then each value."""
    if not preset.sources:
        return [_("There is no preset on this PC.")]
    told = []
    for given in preset.given.values():
        marks = []
        if given.name in preset.locked:
            marks.append(_("locked"))
        if given.outward:
            marks.append(_("waits for the office's administrator in Didar"))
        marks.append(given.source)
        told.append(
            _("%(name)s = %(value)s (%(marks)s)")
            % {"name": given.name, "value": _plain(given), "marks": _(", ").join(marks)}
        )
    held = [_("%(name)s (locked, no value could be taken)") % {"name": name} for name in sorted(preset.held)]
    return [*preset.sources, *told, *held]


def as_dict(preset: Preset) -> dict[str, Any]:
    """The same for a program."""
    return {
        "sources": list(preset.sources),
        "values": {
            given.name: {
                "value": _plain(given),
                "source": given.source,
                "locked": given.name in preset.locked,
                "waits_for_administrator": given.outward,
            }
            for given in preset.given.values()
        },
        "locked_without_value": sorted(preset.held),
        "faults": [
            {"source": fault.place, "line": fault.number or None, "name": fault.name or None, "reason": fault.reason}
            for fault in preset.faults
        ],
        "ignored": [{"path": one.path, "reason": one.reason} for one in preset.ignored],
    }


def _plain(given: Given) -> Any:
    """As it is written in a preset; of a certificate the fingerprint of its key."""
    if given.name == RECEIVER:
        return given.value.fingerprint
    if isinstance(given.value, tuple):
        return "-".join(f"{hour:%H:%M}" for hour in given.value)
    return given.value
