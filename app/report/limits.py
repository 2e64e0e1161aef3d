"""How much of a stranger's file is looked at (docs/report-format.md). Beyond it the file is refused, not tried."""

MIB = 1024 * 1024

FILE = 64 * MIB
PAGES = 5_000
OBJECTS = 60_000
VALUES = 1_500_000
"""Names, numbers, strings outside streams; plain numbers in a row are one."""
NUMBERS = 4 * MIB
"""Letters of all plain numbers in a row."""

NESTING = 32
STREAM = 64 * MIB
STREAMS = 256 * MIB
RATIO = 200
"""Inflated to packed, above one MiB: more is a bomb, not a page."""

JSON = 64 * MIB
ATTACHED = 32 * MIB
"""report.json of a stranger's file: 30,000 visits. What is larger takes more time and memory than a file may have."""
ATTACHED_QUOTES = 3_500_000
"""The same in it: two for each string."""
JSON_DEPTH = 12
JSON_STRING = 20_000
JSON_ARRAY = 200_000
JSON_KEYS = 200
JSON_VALUES = 500_000
"""Objects and lists together: 50,000 visits have 170,000."""
JSON_INTEGER = 2**53

CMS = 64 * 1024
CERTIFICATES = 6

CPU_SECONDS = 10
MEMORY = 600 * MIB

SIGNED_ISSUES = 12_000
SIGNED_DATA = 12 * MIB
"""What is signed, so that to check it takes half of those seconds and that memory. An agency has some hundreds of
issues a quarter.
"""
