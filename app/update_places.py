"""Where a stick may stand: the tops of the drives of this PC, without those of the network, which may not answer."""

import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes

    _REMOVABLE, _FIXED, _DISC = 2, 3, 5
    """Kinds of drives that are asked; a USB hard disk calls itself fixed."""
    _SAYS_NOTHING = 1
    """No box of Windows' own about a reader without a card."""

    def drives() -> list[Path]:
        kernel = ctypes.WinDLL("kernel32")
        kernel.SetThreadErrorMode(_SAYS_NOTHING, None)
        there = kernel.GetLogicalDrives()
        roots = [f"{letter}:\\" for n, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if there >> n & 1 and n > 1]
        return [Path(root) for root in roots if kernel.GetDriveTypeW(root) in (_REMOVABLE, _FIXED, _DISC)]

else:

    def drives() -> list[Path]:
        return [path for above in ("/media", "/run/media") for path in Path(above).glob("*/*")]
