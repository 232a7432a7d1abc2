"""ZIP files as people and ill-wishers pack them, for every way in."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterable, Mapping

Members = Mapping[str, bytes] | Iterable[tuple[zipfile.ZipInfo, bytes]]


def packed(members: Members) -> bytes:
    """A ZIP of ``{name: content}``; or of pairs, where a name has to stay as hostile as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items() if isinstance(members, Mapping) else members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _raw_name(name: str) -> zipfile.ZipInfo:
    """A member whose name is kept as it is; ``writestr`` would otherwise tidy it."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    return info


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def _locked() -> bytes:
    archive = bytearray(packed({"person.csv": b"a"}))
    archive[archive.index(b"PK\x01\x02") + 8] |= 1  # the flag that says "encrypted"
    return bytes(archive)


def lying_about_its_size(real: int) -> bytes:
    """A ZIP whose directory says that its one file of ``real`` bytes has a thousand."""
    honest = packed({"person.csv": b"0" * real})
    return honest.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing in it": (packed({}), "empty"),
    "two extracts": (packed({"2019-07/person.csv": b"a", "2019-08/person.csv": b"a"}), "folders inside folders"),
    "a folder in a folder": (packed({"all/2019-07/person.csv": b"a"}), "folders inside folders"),
    "an archive in the archive": (packed({"inner.zip": b"PK"}), "another ZIP"),
    "a program": (packed({"run.exe": b"MZ"}), "kind of file"),
    "the same name twice": (packed({"person.csv": b"a", "Person.CSV": b"a"}), "twice"),
    "a path that climbs": (packed([(_raw_name("../../person.csv"), b"a")]), "outside its folder"),
    "a path from the root": (packed([(_raw_name("/etc/person.csv"), b"a")]), "outside its folder"),
    "a path on a drive": (packed([(_raw_name("C:/person.csv"), b"a")]), "outside its folder"),
    "a link": (packed([(_link("person.csv"), b"/etc/passwd")]), "link"),
    "a password": (_locked(), "password"),
    "no archive at all": (b"this is not an archive", "not a ZIP file"),
    "201 files": (packed({f"table{number}.csv": b"" for number in range(201)}), "201 files"),
    "a bomb": (packed({"person.csv": b"0" * (51 * 2**20)}), "once unpacked"),
    "a lie about its size": (lying_about_its_size(2**20), "not a ZIP file"),
}
"""Archives that nobody may load, and what the refusal says."""
