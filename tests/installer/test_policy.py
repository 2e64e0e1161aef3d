"""Group policy: the templates say what the program knows and nothing else, and the registry is read as they write."""

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app import presets
from app.domain.texts import fa
from app.preset_keys import FINGERPRINT, KEYS, RECEIVER
from app.preset_lines import LOCK_ONE
from app.preset_sources import FILE, POLICY
from tests.presets import NOW, places

POLICIES = Path(__file__).parents[2] / "installer" / "policy"
NAMESPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
LANGUAGES = ("en-US", "fa-IR")


def parts(path: str, *within: str):
    root = ET.parse(POLICIES / path).getroot()
    return root.findall("/".join(f"{NAMESPACE}{name}" for name in within))


def policies():
    return parts("Didar.admx", "policies", "policy")


def elements(policy):
    return list(policy.find(f"{NAMESPACE}elements"))


def test_each_setting_that_the_program_takes_has_its_policy_and_none_is_more():
    assert [policy.get("name") for policy in policies()] == _in_order([*KEYS, FINGERPRINT])
    assert {(policy.get("key"), policy.get("class")) for policy in policies()} == {(POLICY, "Machine")}


def _in_order(names):
    """The fingerprint stands under its certificate."""
    names.remove(FINGERPRINT)
    names.insert(names.index(RECEIVER) + 1, FINGERPRINT)
    return names


def test_each_setting_has_a_lock_beside_it():
    for policy in policies():
        name = policy.get("name")
        written = [element.get("valueName") for element in elements(policy)]
        assert written == ([name] if name == FINGERPRINT else [name, LOCK_ONE + name])


def test_what_the_lists_offer_is_what_the_program_reads():
    for policy in policies():
        for value in policy.iter(f"{NAMESPACE}value"):
            (chosen,) = value
            written = chosen.text if chosen.tag == f"{NAMESPACE}string" else int(chosen.get("value"))
            preset = presets.read(
                places(None, [(policy.get("name"), written), (LOCK_ONE + policy.get("name"), 1)]), NOW
            )
            assert preset.faults == ()
            assert preset.locked == {policy.get("name")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_and_each_box_is_there_in_both_languages(language):
    wanted = set(re.findall(r"\$\(string\.(\w+)\)", (POLICIES / "Didar.admx").read_text("utf-8")))
    strings = {one.get("id"): one.text for one in parts(f"{language}/Didar.adml", "resources", "stringTable", "string")}
    assert set(strings) == wanted
    assert all(strings.values())
    shown = {
        one.get("id"): [box.get("refId") for box in one]
        for one in parts(f"{language}/Didar.adml", "resources", "presentationTable", "presentation")
    }
    assert shown == {policy.get("name"): [element.get("id") for element in elements(policy)] for policy in policies()}


def test_policies_have_the_titles_of_the_program():
    strings = {one.get("id"): one.text for one in parts("fa-IR/Didar.adml", "resources", "stringTable", "string")}
    for name, key in KEYS.items():
        assert strings[name].startswith(fa(key.title)), name


def test_the_documented_example_is_a_preset(tmp_path):
    """Its values are made up: the receiver's file is not there, and nothing else is amiss."""
    text = (POLICIES.parents[1] / "docs" / "presets.md").read_text("utf-8")
    (example,) = re.findall(r"```ini\n(.+?)```", text, re.DOTALL)
    (tmp_path / "p").write_text(example.replace("\\\\files", "/files").replace("\\", "/"), encoding="utf-8")
    preset = presets.read(places(tmp_path / "p"), NOW)
    assert {fault.name for fault in preset.faults} == {RECEIVER}
    documented = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    assert documented == {*KEYS, FINGERPRINT, "lock", "lock_NAME"}


# on Windows


def told(windows, tree, *words):
    ran = windows.run(tree / "runtime" / "python.exe", "-m", "ui.start", "preset", "--json", *words)
    said = next(line for line in ran.said.splitlines() if line.startswith("{"))
    return json.loads(said), ran


def test_group_policy_is_read_from_the_registry_and_a_users_own_key_is_not(windows, whole_tree):
    for root, name, kind, value in (
        ("HKLM", "weekday", "REG_SZ", "mon"),
        ("HKLM", "lock_weekday", "REG_DWORD", "1"),
        ("HKLM", "thursdays_closed", "REG_DWORD", "1"),
        ("HKLM", "lock", "REG_MULTI_SZ", "thursdays_closed"),
        ("HKLM", "backup_folder", "REG_EXPAND_SZ", r"%USERPROFILE%\Backups"),
        ("HKLM", "tsa", "REG_SZ", "https://tsa.example.ir/"),
        ("HKLM", "province", "REG_SZ", "خوزستان"),
        ("HKCU", "due_days", "REG_DWORD", "3"),
    ):
        words = ("add", rf"{root}\Software\Policies\Didar", "/v", name, "/t", kind, "/d", value, "/f")
        assert windows.run("reg", *words).code == 0
    said, ran = told(windows, whole_tree)
    assert {name: (one["value"], one["locked"]) for name, one in said["values"].items()} == {
        "weekday": ("mon", True),
        "thursdays_closed": (True, True),
        "tsa": ("https://tsa.example.ir/", False),
        "province": ("خوزستان", False),
    }
    assert [fault["name"] for fault in said["faults"]] == ["backup_folder"]
    assert ran.code == 1


def test_a_file_in_a_users_own_folder_or_under_programdata_is_named_and_not_taken(windows, whole_tree):
    for folder in (windows.drive / "ProgramData" / "Didar", windows.local / "Didar"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text("weekday = mon\n", encoding="utf-8")
    try:
        said, ran = told(windows, whole_tree)
    finally:
        shutil.rmtree(windows.drive / "ProgramData" / "Didar")
    assert said["values"] == {}
    assert [Path(one["path"].replace("\\", "/")).parts[-3:-1] for one in said["ignored"]] == [
        ("ProgramData", "Didar"),
        ("Local", "Didar"),
    ]
    assert ran.code == 1
