"""How the office wants things: what it begins with, what is kept, and what the trail tells of it."""

from dataclasses import replace

from app import office_settings
from app.office_settings import OfficeSettings
from app.security import audit


def test_an_office_begins_with_what_didar_begins_with(office):
    assert office_settings.of(office) == OfficeSettings()


def test_what_was_changed_is_kept_and_changed_again(office):
    wanted = OfficeSettings(capacity=40, lanes=("کارشناس حقوقی", "معاون"), name_on_slip=True)
    assert office_settings.change(office, wanted) == wanted
    assert office_settings.of(office) == wanted
    fewer = replace(wanted, lanes=(), capacity=0)
    assert office_settings.change(office, fewer) == fewer
    assert office_settings.of(office) == fewer


def test_nothing_changed_writes_nothing(office):
    office_settings.change(office, OfficeSettings(capacity=40))
    with office.connection() as connection:
        before = audit.anchor(connection)
    office_settings.change(office, OfficeSettings(capacity=40))
    with office.connection() as connection:
        assert audit.anchor(connection) == before
