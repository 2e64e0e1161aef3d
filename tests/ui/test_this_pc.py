"""By what a PC is told from others: its own settings, whatever becomes of them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings, QSysInfo

from ui.outbox.words import doubt
from ui.this_pc import Settings


def at(path: Path) -> Settings:
    return Settings(QSettings(str(path), QSettings.Format.IniFormat))


def test_a_pc_has_one_number_for_good(tmp_path):
    first = at(tmp_path / "pc.ini")
    number = first.number
    assert first.is_new
    first.known()
    again = at(tmp_path / "pc.ini")
    assert (again.number, again.is_new, doubt(again)) == (number, False, "")


def test_settings_that_were_deleted_make_it_a_new_one_and_say_so(tmp_path):
    number = at(tmp_path / "pc.ini").number
    (tmp_path / "pc.ini").unlink()
    anew = at(tmp_path / "other.ini")
    assert anew.number != number
    assert doubt(anew) == "تنظیمات این رایانه تازه است و معلوم نیست پیامک‌ها پیش‌تر از همین‌جا ارسال شده باشد."


def test_settings_that_came_from_another_pc_do_not_make_it_that_one(tmp_path, monkeypatch):
    settings = at(tmp_path / "pc.ini")
    number = settings.number
    settings.known()
    monkeypatch.setattr(QSysInfo, "machineUniqueId", lambda: QByteArray(b"another"))
    assert settings.number != number
    assert settings.is_new
    monkeypatch.undo()
    assert settings.number == number


def test_a_number_that_was_kept_before_stays_this_pcs(tmp_path, monkeypatch):
    settings = at(tmp_path / "pc.ini")
    settings.store.setValue("pc/number", "5e1f")
    assert (settings.number, settings.number, settings.is_new) == ("5e1f", "5e1f", False)
    monkeypatch.setattr(QSysInfo, "machineUniqueId", lambda: QByteArray(b"another"))
    assert settings.number != "5e1f"


@pytest.mark.parametrize("how", ["no folder", "a folder in its place"])
def test_settings_that_cannot_be_kept_are_said_to_be_so(tmp_path, how):
    path = tmp_path / "pc.ini"
    if how == "no folder":
        path.write_text("")
        path = path / "pc.ini"
    else:
        path.mkdir()
    settings = at(path)
    assert settings.number
    assert doubt(settings).startswith("تنظیمات این رایانه ذخیره نمی‌شود")


def test_damaged_settings_are_made_anew(tmp_path):
    path = tmp_path / "pc.ini"
    path.write_bytes(bytes(range(256)))
    settings = at(path)
    assert (bool(settings.number), settings.is_kept, settings.is_new) == (True, True, True)
    assert settings.number in path.read_text()


def test_a_number_that_is_there_is_this_pcs_also_where_nothing_can_be_written(tmp_path, monkeypatch):
    settings = at(tmp_path / "pc.ini")
    number = settings.number
    settings.known()
    del settings
    again = at(tmp_path / "pc.ini")
    monkeypatch.setattr(again.store, "isWritable", lambda: False)
    assert (again.number, doubt(again)) == (number, "")


def test_on_windows_they_lie_beside_the_offices_data_and_stay_with_it_when_didar_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr("ui.this_pc.sys.platform", "win32")
    monkeypatch.setattr("ui.this_pc.QStandardPaths.writableLocation", lambda _place: str(tmp_path / "Local"))
    settings = Settings()
    settings.printer = "HP"
    settings.store.sync()
    assert Path(settings.store.fileName()) == tmp_path / "Local" / "Didar" / "pc.ini"
    assert Settings().printer == "HP"
