"""Who may read and write files on this PC: modes and owners, or on Windows the access lists that stand in their place.

On Windows a new file has the list of its folder. The data folder of a user has one for him alone; a folder that
`DIDAR_HOME` names, or in which somebody keeps what he exports, need not have.
"""

import re
import stat
import sys
from pathlib import Path, PurePath
from typing import Final

_NOT_HERE: Final = re.compile(r"[/\\]([/\\]|\?\?[/\\])")


def names_another_pc(path: str | PurePath) -> bool:
    r"""Whether Windows would look for it on another PC, by its letters alone: `\\server\…`, `/\server\…`, `\\?\UNC\…`.

    To be asked before anything else is: whoever looks for such a file sends the user's name and what proves his
    password there. Devices' names begin like that too; none is a file that a person would name.
    """
    return _NOT_HERE.match(str(path)) is not None


if sys.platform == "win32":
    from collections.abc import Iterator
    from contextlib import contextmanager
    from functools import cache
    from typing import Any, NamedTuple

    SYSTEM: Final = "S-1-5-18"
    ADMINISTRATORS: Final = "S-1-5-32-544"
    INSTALLER: Final = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
    """TrustedInstaller, whose the folders of Windows itself are."""
    _OWNERS: Final = {"S-1-3-0", "S-1-3-4"}  # creator owner, owner rights: whoever owns it
    _PACKAGES: Final = ("S-1-15-2-", "S-1-15-3-")  # narrow a program of the Store down, give nobody anything

    _READ: Final = 0x1 | 0x80000000 | 0x10000000  # data, generic read, generic all
    _ADD_FOLDER: Final = 0x4
    _WRITE: Final = 0x2 | _ADD_FOLDER | 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x40000000 | 0x10000000
    """Data, adding, extended attributes, deleting of children, attributes, deleting, the list, the owner, generics."""

    _FILE_OBJECT: Final = 1
    _OWNER_ASKED, _LIST_ASKED, _NOT_INHERITED = 0x1, 0x4, 0x80000000
    _WITHOUT_LISTS: Final = {1, 50}  # what a file system without access lists (a stick) answers
    _ELSEWHERE: Final = {2, 4, 5}  # kinds of drives: removable, remote, disc
    _ALLOWS: Final = {0, 5, 9, 11}  # kinds of entries that allow: plain, and those with more to them
    _INHERIT_ONLY: Final = 0x8

    class _Rights(NamedTuple):
        """Of one file or folder: its owner, and who is allowed what; allowed None: whoever comes, everything."""

        owner: str
        allowed: list[tuple[str, int]] | None

        def has_others(self, mask: int, ours: set[str]) -> bool:
            """Whether anybody but these is allowed any of it. What is denied beside it is not looked at."""
            if self.allowed is None:
                return True
            return any(
                rights & mask and sid not in ours and not sid.startswith(_PACKAGES) for sid, rights in self.allowed
            )

    def keep_private(folder: Path) -> None:
        """Keep a folder, or a file, to this user, the system and administrators, whatever its own folder hands down.

        On a file system that keeps no access lists nothing can be done. Raises OSError when it is somebody else's.
        """
        import ctypes

        hands_on = "OICI" if folder.is_dir() else ""
        entries = (f"(A;{hands_on};FA;;;{sid})" for sid in (_this_user(), "SY", "BA"))
        descriptor, acl = ctypes.c_void_p(), ctypes.c_void_p()
        present, default = ctypes.c_int(), ctypes.c_int()
        _true(
            _advapi().ConvertStringSecurityDescriptorToSecurityDescriptorW(
                "D:P" + "".join(entries), 1, ctypes.byref(descriptor), None
            )
        )
        with _freed(descriptor):
            _true(
                _advapi().GetSecurityDescriptorDacl(
                    descriptor, ctypes.byref(present), ctypes.byref(acl), ctypes.byref(default)
                )
            )
            asked = _LIST_ASKED | _NOT_INHERITED  # this hands it on to what is in the folder already
            error = _advapi().SetNamedSecurityInfoW(str(folder), _FILE_OBJECT, asked, None, None, acl, None)
            if error and error not in _WITHOUT_LISTS:
                raise ctypes.WinError(error)
            if not error:  # once more for Wine, which did nothing until here
                _true(_advapi().SetFileSecurityW(str(folder), asked, descriptor))

    def goes_elsewhere(path: Path) -> bool:
        """Whether it lies on a stick, a disc or another PC: the users of this PC are not those who read there."""
        import ctypes

        if names_another_pc(path):
            return True
        kernel, top = ctypes.WinDLL("kernel32"), ctypes.create_unicode_buffer(1024)
        found = kernel.GetVolumePathNameW(str(path.absolute()), top, len(top))
        return bool(found) and kernel.GetDriveTypeW(top) in _ELSEWHERE

    def others_can_read(path: Path) -> bool:
        """Whether a user other than the owner, this one, the system and administrators may read a file."""
        if not path.is_file():
            return False
        rights = _rights(path)
        return rights.has_others(_READ, {rights.owner, _this_user(), SYSTEM, ADMINISTRATORS, *_OWNERS})

    def administrators_alone_write(path: Path) -> bool:
        """Whether it and all folders above are the system's or administrators', and nobody else may write there.

        In the root of a drive Windows lets everybody make folders; that puts nothing in the place of what is there.
        """
        trusted = {SYSTEM, ADMINISTRATORS, INSTALLER}
        try:
            if names_another_pc(path) or names_another_pc(real := path.resolve(strict=True)):
                return False  # another PC's administrators
            for each in {part for way in (path.absolute(), real) for part in (way, *way.parents)}:
                rights = _rights(each)
                harm = _WRITE & ~_ADD_FOLDER if each == each.parent else _WRITE
                if rights.owner not in trusted or rights.has_others(harm, trusted | _OWNERS):
                    return False
        except OSError:
            return False
        return True

    def _rights(path: Path) -> _Rights:
        import ctypes

        owner, acl, descriptor = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        error = _advapi().GetNamedSecurityInfoW(
            str(path),
            _FILE_OBJECT,
            _OWNER_ASKED | _LIST_ASKED,
            ctypes.byref(owner),
            None,
            ctypes.byref(acl),
            None,
            ctypes.byref(descriptor),
        )
        if error:
            raise ctypes.WinError(error)
        with _freed(descriptor):
            return _Rights(_sid(owner), list(_allowed(acl)) if acl else None)

    def _allowed(acl: Any) -> Iterator[tuple[str, int]]:
        """Who is allowed what by an access list: an entry is kind, flags, size, mask and a SID."""
        import ctypes

        for number in range(ctypes.cast(acl, ctypes.POINTER(ctypes.c_ushort))[2]):
            entry = ctypes.c_void_p()
            _true(_advapi().GetAce(acl, number, ctypes.byref(entry)))
            kind, flags = ctypes.string_at(entry, 2)
            if kind not in _ALLOWS or flags & _INHERIT_ONLY:
                continue
            at = entry.value or 0
            of_files = kind in {0, 9}  # the others are about a directory's objects: as if it were everybody
            yield (
                _sid(ctypes.c_void_p(at + 8)) if of_files else "S-1-1-0",
                ctypes.c_uint.from_address(at + 4).value,
            )

    def _this_user() -> str:
        import ctypes
        from ctypes import wintypes

        kernel, token, needed = ctypes.WinDLL("kernel32", use_last_error=True), wintypes.HANDLE(), wintypes.DWORD()
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        _true(_advapi().OpenProcessToken(kernel.GetCurrentProcess(), 0x8, ctypes.byref(token)))
        try:
            _advapi().GetTokenInformation(token, 1, None, 0, ctypes.byref(needed))
            user = ctypes.create_string_buffer(needed.value)
            _true(_advapi().GetTokenInformation(token, 1, user, needed, ctypes.byref(needed)))
            return _sid(ctypes.c_void_p.from_buffer(user))
        finally:
            kernel.CloseHandle(token)

    def _sid(pointer: Any) -> str:
        import ctypes

        text = ctypes.c_wchar_p()
        _true(_advapi().ConvertSidToStringSidW(pointer, ctypes.byref(text)))
        with _freed(text):
            return text.value or ""

    @contextmanager
    def _freed(pointer: Any) -> Iterator[None]:
        import ctypes

        try:
            yield
        finally:
            free = ctypes.WinDLL("kernel32").LocalFree
            free.argtypes = [ctypes.c_void_p]
            free(pointer)

    def _true(answer: int) -> None:
        import ctypes

        if not answer:
            raise ctypes.WinError(ctypes.get_last_error())

    @cache
    def _advapi() -> Any:
        import ctypes
        from ctypes import wintypes

        library = ctypes.WinDLL("advapi32", use_last_error=True)
        pointer, to_pointer = ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)
        word, to_word = wintypes.DWORD, ctypes.POINTER(wintypes.DWORD)
        to_int = ctypes.POINTER(ctypes.c_int)
        for name, arguments in {
            "ConvertStringSecurityDescriptorToSecurityDescriptorW": (wintypes.LPCWSTR, word, to_pointer, to_word),
            "GetSecurityDescriptorDacl": (pointer, to_int, to_pointer, to_int),
            "SetNamedSecurityInfoW": (wintypes.LPCWSTR, ctypes.c_int, word, pointer, pointer, pointer, pointer),
            "SetFileSecurityW": (wintypes.LPCWSTR, word, pointer),
            "GetNamedSecurityInfoW": (wintypes.LPCWSTR, ctypes.c_int, word, *[to_pointer] * 5),
            "GetAce": (pointer, word, to_pointer),
            "OpenProcessToken": (wintypes.HANDLE, word, ctypes.POINTER(wintypes.HANDLE)),
            "GetTokenInformation": (wintypes.HANDLE, ctypes.c_int, pointer, word, to_word),
            "ConvertSidToStringSidW": (pointer, ctypes.POINTER(wintypes.LPWSTR)),
        }.items():
            getattr(library, name).argtypes = arguments
        return library

else:
    _OTHERS_READ: Final = stat.S_IRGRP | stat.S_IROTH
    _OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH

    def keep_private(folder: Path) -> None:
        """Keep a folder, or a file, to its owner. Raises OSError when it is somebody else's."""
        folder.chmod(0o700 if folder.is_dir() else 0o600)

    def goes_elsewhere(_path: Path) -> bool:
        """Whether it lies where the users of this PC are not those who read: only Windows' lists name users of a PC."""
        return False

    def others_can_read(path: Path) -> bool:
        """Whether a user other than the owner may read a file. What is no file (a pipe) is nobody's to find."""
        mode = path.stat().st_mode
        return stat.S_ISREG(mode) and bool(mode & _OTHERS_READ)

    def administrators_alone_write(path: Path) -> bool:
        """Whether it and all folders above are root's, and nobody else may write there."""
        try:
            ways = (path.absolute(), path.resolve(strict=True))
            found = [part.stat() for way in ways for part in (way, *way.parents)]
        except OSError:
            return False
        return all(one.st_uid == 0 and not one.st_mode & _OTHERS_WRITE for one in found)
