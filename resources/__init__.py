"""Files that Didar carries: fonts, icons, catalogues, lists, help."""

from pathlib import Path

ROOT = Path(__file__).parent
