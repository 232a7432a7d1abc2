"""Names and archives that people send: what is taken, what is refused, and that a refusal leaves nothing behind."""

import io
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inloco.analytics.errors import InputRefused
from inloco.performance.intake import MEGABYTE, take_in


def sent(name, content=b"person_id\n1\n"):
    return SimpleUploadedFile(name, content)


def packed(members, name="2019-08.zip"):
    """A ZIP of ``{name: content}``; a member may also be a (ZipInfo, content) pair."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members.items() if isinstance(members, dict) else members:
            archive.writestr(*member)
    return SimpleUploadedFile(name, buffer.getvalue())


def raw_name(name):
    """A member whose name is kept as it is; ``writestr`` would otherwise tidy it."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    return info


def link(name):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_files_are_taken_by_their_names(tmp_path):
    taken = take_in([sent("person.csv"), sent("cla_episodes.parquet", b"PAR1")], tmp_path / "files")
    assert taken == [{"name": "cla_episodes.parquet", "bytes": 4}, {"name": "person.csv", "bytes": 12}]
    assert (tmp_path / "files" / "person.csv").read_bytes() == b"person_id\n1\n"
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700


@pytest.mark.parametrize("top", ["", "2019-08/"])
def test_a_zip_of_one_folder_is_unpacked_flat(tmp_path, top):
    archive = packed(
        {f"{top}person.csv": b"a", f"{top}reviews.csv": b"b", f"__MACOSX/{top}._person.csv": b"x", f"{top}.DS_Store": b"x"}
    )
    taken = take_in([archive], tmp_path / "files")
    assert [one["name"] for one in taken] == ["person.csv", "reviews.csv"]
    assert sorted(file.name for file in (tmp_path / "files").iterdir()) == ["person.csv", "reviews.csv"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([], "No file was sent"),
        ([sent("person.exe")], "kind of file"),
        ([sent("person")], "kind of file"),
        ([sent(".csv")], "usable name"),
        ([sent("person.csv"), sent("PERSON.csv")], "twice"),
        ([packed({"person.csv": b"a"}), sent("reviews.csv")], "together with other files"),
        ([packed({})], "empty"),
        ([packed({"2019-07/person.csv": b"a", "2019-08/person.csv": b"a"})], "folders inside folders"),
        ([packed({"all/2019-07/person.csv": b"a"})], "folders inside folders"),
        ([packed({"inner.zip": b"PK"})], "another ZIP"),
        ([packed({"run.exe": b"MZ"})], "kind of file"),
        ([packed([(raw_name("../../person.csv"), b"a")])], "outside its folder"),
        ([packed([(raw_name("/etc/person.csv"), b"a")])], "outside its folder"),
        ([packed([(raw_name("C:/person.csv"), b"a")])], "outside its folder"),
        ([packed([(link("person.csv"), b"/etc/passwd")])], "link"),
        ([sent("broken.zip", b"this is not an archive")], "not a ZIP file"),
        ([sent(f"table{number}.csv") for number in range(201)], "201 files"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(tmp_path, files, says):
    with pytest.raises(InputRefused, match=says) as refused:
        take_in(files, tmp_path / "files")
    assert refused.value.action
    assert [one.name for one in tmp_path.iterdir() if one.name != "data"] == []


def test_a_name_with_a_path_keeps_only_its_last_part(tmp_path):
    file = sent("person.csv")
    file._name = "..\\..\\windows\\person.csv"  # Django cleans names itself; the intake does not rely on it
    assert [one["name"] for one in take_in([file], tmp_path / "files")] == ["person.csv"]
    assert not (tmp_path / "windows").exists()


def test_more_than_the_limit_is_refused(tmp_path, settings):
    settings.UPLOAD_LIMIT = 1 * MEGABYTE
    with pytest.raises(InputRefused, match="larger than 1 MB"):
        take_in([sent("person.csv", b"x" * (MEGABYTE + 1))], tmp_path / "files")
    assert [one.name for one in tmp_path.iterdir() if one.name != "data"] == []


def test_a_zip_that_unpacks_too_far_is_refused_before_it_is_unpacked(tmp_path, settings):
    settings.UPLOAD_LIMIT = 2 * MEGABYTE
    with pytest.raises(InputRefused, match="once unpacked"):
        take_in([packed({"person.csv": b"0" * (3 * MEGABYTE)})], tmp_path / "files")


def test_a_zip_that_expands_beyond_belief_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="once unpacked"):
        take_in([packed({"person.csv": b"0" * (60 * MEGABYTE)})], tmp_path / "files")


def test_a_zip_that_lies_about_its_size_is_stopped_while_unpacking(tmp_path, settings):
    settings.UPLOAD_LIMIT = 1 * MEGABYTE
    honest = packed({"person.csv": b"0" * (4 * MEGABYTE)}).read()
    size = (4 * MEGABYTE).to_bytes(4, "little")
    lying = SimpleUploadedFile("2019-08.zip", honest.replace(size, (1000).to_bytes(4, "little")))
    with pytest.raises(InputRefused):
        take_in([lying], tmp_path / "files")
    assert [one.name for one in tmp_path.iterdir() if one.name != "data"] == []


def test_a_locked_zip_is_refused(tmp_path):
    archive = bytearray(packed({"person.csv": b"a"}).read())
    directory = archive.index(b"PK\x01\x02")
    archive[directory + 8] |= 1  # the flag that says "encrypted"
    with pytest.raises(InputRefused, match="password"):
        take_in([SimpleUploadedFile("2019-08.zip", bytes(archive))], tmp_path / "files")
