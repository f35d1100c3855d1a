"""What an archive may hold that calls itself a backup: nothing leaves its folder, and nothing but files."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from hovor.foundation.backup import FORMAT, BackupRefused, unpack


def _archive(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    manifest = json.dumps(
        {"format": FORMAT, "revision": "1", "taken_at": 1, "rows": {}, "digests": {}, "with_key": False}
    )
    with tarfile.open(path, "w:gz") as archive:
        for info, content in ((tarfile.TarInfo("manifest.json"), manifest.encode()), *members):
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def _linked(name: str, to: str, kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, to
    return info


@pytest.mark.parametrize(
    "member",
    [
        tarfile.TarInfo("/tmp/outside"),  # noqa: S108
        tarfile.TarInfo("../outside"),
        tarfile.TarInfo("files/../../outside"),
        _linked("files", "/etc", tarfile.SYMTYPE),
        _linked("files/passwd", "/etc/passwd", tarfile.LNKTYPE),
        _linked("files/pipe", "", tarfile.FIFOTYPE),
    ],
    ids=["absolute", "above", "hidden", "symbolic link", "hard link", "pipe"],
)
def test_nothing_leaves_the_folder_and_nothing_but_files_comes_in(
    tmp_path: Path, member: tarfile.TarInfo
) -> None:
    folder = tmp_path / "deep" / "folder"
    folder.mkdir(parents=True)
    with pytest.raises(BackupRefused, match="is not a whole Hovor backup"):
        unpack(_archive(tmp_path / "evil.tar.gz", (member, b"")), folder)
    assert [path.name for path in folder.rglob("*")] == ["manifest.json"]
    assert not (tmp_path / "deep" / "outside").exists()


def test_files_come_out_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    inside = (tarfile.TarInfo("files/ab/picture"), b"\x00picture")
    unpack(_archive(tmp_path / "whole.tar.gz", inside), folder)
    assert (folder / "files" / "ab" / "picture").read_bytes() == b"\x00picture"
