"""How much of a stranger's file is looked at (docs/report-format.md). Beyond it the file is refused, not tried."""

MIB = 1024 * 1024

FILE = 64 * MIB
PAGES = 5_000
OBJECTS = 60_000
VALUES = 3_000_000
"""Names, numbers, strings outside streams; a list of plain numbers is one."""

NESTING = 32
STREAM = 64 * MIB
STREAMS = 256 * MIB
RATIO = 200
"""Inflated to packed, above one MiB: more is a bomb, not a page."""

JSON = 64 * MIB
JSON_DEPTH = 12
JSON_STRING = 20_000
JSON_ARRAY = 200_000
JSON_KEYS = 200
JSON_VALUES = 2_000_000
"""Objects and lists together; the largest report of the other limits has fewer."""
JSON_INTEGER = 2**53

CMS = 64 * 1024
CERTIFICATES = 6

CPU_SECONDS = 10
MEMORY = 600 * MIB
