"""What a setup packs: whole, listed file by file, and with every library that its own libraries ask for."""

import hashlib
import re
import shutil
import subprocess
import zipfile

import pytest

from installer import keep
from installer.tree import commit_time, version

PARTS = {"runtime", "site", "program", "licences", "sbom.cdx.json", "files.txt"}
OF_WINDOWS = re.compile(
    r"(api-ms-win-|kernel32|user32|gdi32|advapi32|ws2_32|ole32|oleaut32|shell32|shlwapi|dwmapi|uxtheme|dxgi|d3d|winmm|version"
    r"|dwrite|comdlg32|ntdll|icuuc|wtsapi32|winspool|winhttp|usp10|userenv|uiautomationcore|secur32|setupapi|rpcrt4|psapi"
    r"|netapi32|mpr|iphlpapi|imm32|dnsapi|crypt32|authz|bcrypt|bcryptprimitives|propsys|ncrypt|d2d1|cfgmgr32)",
    re.IGNORECASE,
)


def files_of(tree):
    return {path.relative_to(tree).as_posix(): path for path in tree.rglob("*") if path.is_file()}


def test_the_tree_has_its_parts_and_no_more(whole_tree):
    assert {path.name for path in whole_tree.iterdir()} == PARTS


def test_it_is_pruned(whole_tree):
    """150 MB make a setup of some 41 MB; what the list leaves out would make it more than the 60 MB at most."""
    assert sum(path.stat().st_size for path in files_of(whole_tree).values()) < 180e6


def test_every_file_is_listed_with_its_size_and_hash(whole_tree):
    lines = (whole_tree / "files.txt").read_bytes().decode().splitlines()
    listed = {line.split("  ", 2)[2]: line for line in lines}
    files = {name.replace("/", "\\"): path for name, path in files_of(whole_tree).items() if name != "files.txt"}
    assert listed.keys() == files.keys()
    for name, path in files.items():
        data = path.read_bytes()
        assert listed[name] == f"{hashlib.sha256(data).hexdigest()}  {len(data)}  {name}"


def test_paths_are_fit_for_windows(whole_tree):
    """No two names differ in case alone, none is reserved, and a deep profile still leaves room for the longest."""
    names = list(files_of(whole_tree))
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) < 130
    assert not [name for name in names if re.search(r'[<>:"|?*\\]|[ .](/|$)', name)]
    assert not [name for name in names if re.search(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)", name, re.IGNORECASE)]


def test_libraries_are_byte_code_and_the_program_has_both(whole_tree):
    names = files_of(whole_tree)
    assert {name.removeprefix("site/") for name in names if name.startswith("site/") and name.endswith(".py")} == set(
        keep.read().as_source
    )
    ours = [name for name in names if name.startswith("program/") and name.endswith(".py")]
    for name in ours:
        folder, _, module = name.rpartition("/")
        assert f"{folder}/__pycache__/{module.removesuffix('.py')}.cpython-313.pyc" in names
    with zipfile.ZipFile(whole_tree / "runtime" / "python313.zip") as library:
        assert {name.rpartition(".")[2] for name in library.namelist()} == {"pyc"}
        assert library.testzip() is None


def test_the_program_says_its_version_without_pip(whole_tree):
    about = whole_tree / "program" / f"didar-{version()}.dist-info" / "METADATA"
    assert f"Version: {version()}\n" in about.read_text(encoding="utf-8")
    assert (whole_tree / "program/resources/locale/fa/LC_MESSAGES/didar.mo").exists()


def test_all_files_bear_the_time_of_the_commit_that_was_built(whole_tree):
    times = {path.stat().st_mtime for path in files_of(whole_tree).values()}
    assert len(times) == 1
    assert times.pop() <= commit_time()


def test_every_library_that_a_library_asks_for_is_packed_or_is_windows_own(whole_tree):
    objdump = shutil.which("x86_64-w64-mingw32-objdump") or pytest.skip("mingw's objdump is not installed")
    binaries = [path for path in files_of(whole_tree).values() if path.suffix in {".exe", ".dll", ".pyd"}]
    told = subprocess.run((objdump, "-p", *binaries), capture_output=True, text=True, check=False).stdout
    runtime = {path.name.lower() for path in (whole_tree / "runtime").iterdir()}
    missing = set()
    for block in re.split(r"\n(?=\S+:\s+file format )", told):
        path = next((path for path in binaries if block.startswith(f"{path}:")), None)
        if path is None:
            continue
        shared = [whole_tree / "site/PySide6", whole_tree / "site/shiboken6"] if "PySide6" in path.parts else []
        near = runtime.union(*({other.name.lower() for other in folder.iterdir()} for folder in (path.parent, *shared)))
        wanted = {name.lower() for name in re.findall(r"DLL Name: (\S+)", block)}
        missing |= {f"{path.name} asks for {name}" for name in wanted - near if not OF_WINDOWS.match(name)}
    assert missing == set()
