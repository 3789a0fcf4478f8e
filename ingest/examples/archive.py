"""Makes an Office file the same byte for byte each time: fixed order, dates and attributes in its zip archive."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

MADE = datetime(2025, 1, 15, 8, 0, 0)
ZIP_DATE = (2025, 1, 15, 8, 0, 0)


def write_archive(made: BytesIO, path: Path) -> None:
    """Writes the archive in `made` to `path`, every member dated alike."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            target.writestr(member, source.read(name))
