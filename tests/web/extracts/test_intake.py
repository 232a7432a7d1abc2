"""Names and archives that people send: what is taken, what is refused, and that a refusal leaves nothing behind."""

import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inloco.analytics.errors import InputRefused
from inloco.analytics.extracts.archive import MEGABYTE
from inloco.performance.intake import take_in
from tests.factories.archives import REFUSED, lying_about_its_size, packed


def sent(name, content=b"person_id\n1\n"):
    return SimpleUploadedFile(name, content)


def sent_zip(members):
    return sent("2019-08.zip", packed(members))


def test_files_are_taken_by_their_names(tmp_path):
    taken = take_in([sent("person.csv"), sent("cla_episodes.parquet", b"PAR1")], tmp_path / "files")
    assert taken == [{"name": "cla_episodes.parquet", "bytes": 4}, {"name": "person.csv", "bytes": 12}]
    assert (tmp_path / "files" / "person.csv").read_bytes() == b"person_id\n1\n"
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700


@pytest.mark.parametrize("top", ["", "2019-08/"])
def test_a_zip_of_one_folder_is_unpacked_flat(tmp_path, top):
    archive = sent_zip(
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
        ([sent_zip({"person.csv": b"a"}), sent("reviews.csv")], "together with other files"),
        ([sent(f"table{number}.csv") for number in range(201)], "201 files"),
    ],
)
def test_what_is_refused_says_why_and_leaves_nothing(tmp_path, files, says):
    with pytest.raises(InputRefused, match=says) as refused:
        take_in(files, tmp_path / "files")
    assert refused.value.action
    assert [one.name for one in tmp_path.iterdir() if one.name != "data"] == []


@pytest.mark.parametrize("what", REFUSED)
def test_an_archive_that_is_refused_says_why_and_leaves_nothing(tmp_path, what):
    archive, says = REFUSED[what]
    with pytest.raises(InputRefused, match=says) as refused:
        take_in([sent("2019-08.zip", archive)], tmp_path / "files")
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
        take_in([sent_zip({"person.csv": b"0" * (3 * MEGABYTE)})], tmp_path / "files")


def test_a_zip_that_lies_about_its_size_is_stopped_while_unpacking(tmp_path, settings):
    settings.UPLOAD_LIMIT = 1 * MEGABYTE
    with pytest.raises(InputRefused):
        take_in([sent("2019-08.zip", lying_about_its_size(4 * MEGABYTE))], tmp_path / "files")
    assert [one.name for one in tmp_path.iterdir() if one.name != "data"] == []
