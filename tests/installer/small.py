"""A setup in small: the real Python under a program of a few lines, so that installing takes seconds, not a minute."""

import shutil

from installer import pack, tree

RUNTIME = ("python313.dll", "python3.dll", "python313.zip", "python313._pth", "vcruntime140.dll", "vcruntime140_1.dll")
START = """
import json, os, sys, time
words = sys.argv[1:]
flags = {name: getattr(sys.flags, name) for name in ("isolated", "ignore_environment", "utf8_mode", "no_site")}
dropped = ("PYTHON", "QT_PLUGIN", "QT_QPA_PLATFORM_", "OPENSSL", "SSLKEY")
kept = sorted(name for name in os.environ if name.startswith(dropped))
print(json.dumps({"version": VERSION, "words": words, "flags": flags, "kept": kept, "path": sys.path}), flush=True)
if "--sleep" in words:
    time.sleep(float(words[words.index("--sleep") + 1]))
if "--exit" in words:
    sys.exit(int(words[words.index("--exit") + 1]))
if not words:  # opened from a link or started again by the setup
    with open(os.path.join(os.environ["LOCALAPPDATA"], "opened.txt"), "a") as seen:
        seen.write(VERSION + "\\n")
"""


def make_tree(folder, whole, version):
    (folder / "runtime").mkdir(parents=True)
    for name in RUNTIME:
        shutil.copy(whole / "runtime" / name, folder / "runtime")
    files = {"site/there.py": "", "program/ui/__init__.py": "", f"program/only-in-{version}.txt": version}
    files["program/ui/start.py"] = f"VERSION = {version!r}\n{START}"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    tree.list_files(folder)
    return folder


def make_setup(folder, whole, version, **more):
    """A 64-bit stub: a 32-bit one would not start in a Wine of 64 bits alone."""
    made = make_tree(folder / "tree", whole, version)
    return pack.setup(made, version, out=folder, say=lambda _: None, stored=True, stub64=True, **more)
