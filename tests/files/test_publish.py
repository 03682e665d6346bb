"""An output folder is replaced whole or not at all."""

import os
from pathlib import Path

import pytest

from logiroute.errors import InputError
from logiroute.files import publish
from logiroute.files.publish import check_out_folder, published_folder


def test_new_folder_appears_only_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with published_folder(out) as part:
        (part / "plan.json").write_text("new")
        assert not out.exists()
    assert (out / "plan.json").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_old_folder_is_replaced_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_exchange: bool
) -> None:
    if not can_exchange:
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text("old")
    (out / "only-old.txt").write_text("old")
    with published_folder(out) as part:
        (part / "plan.json").write_text("new")
    assert sorted(p.name for p in out.iterdir()) == ["plan.json"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.json").write_text("old")

    def fail_half_way() -> None:
        with published_folder(out) as part:
            (part / "plan.json").write_text("half")
            raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        fail_half_way()
    assert (out / "plan.json").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_leftovers_of_a_killed_run_are_swept(tmp_path: Path) -> None:
    dead = 2**22 + 12345  # above the largest process id Linux gives out
    (tmp_path / f".out.part-abc.{dead}").mkdir()
    mine = tmp_path / f".out.part-live.{os.getpid()}"
    mine.mkdir()
    with published_folder(tmp_path / "out"):
        pass
    assert not (tmp_path / f".out.part-abc.{dead}").exists()
    assert mine.exists()


def test_folder_caught_in_mid_swap_comes_back(tmp_path: Path) -> None:
    dead = 2**22 + 12345
    old = tmp_path / f".out.part-abc.{dead}.old"
    old.mkdir()
    (old / "plan.json").write_text("old")
    with pytest.raises(RuntimeError), published_folder(tmp_path / "out"):
        raise RuntimeError
    assert (tmp_path / "out" / "plan.json").read_text() == "old"


def test_foreign_content_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("")
    check_out_folder(tmp_path, {"plan.json"})
    (tmp_path / "thesis.doc").write_text("")
    with pytest.raises(InputError, match=r"thesis\.doc"):
        check_out_folder(tmp_path, {"plan.json"})


def test_file_and_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        check_out_folder(tmp_path / "file", ())
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(InputError, match="is a link"):
        check_out_folder(tmp_path / "link", ())
    with pytest.raises(InputError, match="cannot be made"):
        check_out_folder(tmp_path / "file" / "below", ())
