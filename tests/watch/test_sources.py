"""What is watched besides folders: videos, and files that a pattern is like."""

from __future__ import annotations

import json
import shutil

import pytest

from pipeline.core.errors import SpotItError
from pipeline.watch.frames import frames_like, read_frame
from pipeline.watch.video import frames_of_video

cv2 = pytest.importorskip("cv2", reason="videos need OpenCV (pip install 'spot-it[vision]')")


@pytest.fixture
def example(request):
    return request.config.rootpath / "docs" / "example"


@pytest.fixture
def clip(example, tmp_path):
    """Two seconds before the change, two after it, at ten pictures a second."""
    pictures = [cv2.imread(str(example / f"{side}.png")) for side in ("before", "after")]
    path = tmp_path / "clip.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (480, 320))
    for picture in pictures:
        for _ in range(20):
            writer.write(picture)
    writer.release()
    return path


def test_a_picture_every_so_many_seconds(clip):
    frames = list(frames_of_video(clip, 1.0))
    assert [frame.seconds for frame in frames] == [0, 1, 2, 3]
    assert read_frame(frames[2]).shape == (320, 480, 3) and str(frames[2]).endswith("clip.avi#t=2")
    assert len(list(frames_of_video(clip, 0.01))) == 40


def test_a_video_is_watched(clip, pipeline):
    status, out, err = pipeline("watch", clip, "--pack", "blocks")
    (line,) = map(json.loads, out.splitlines())
    assert status == 0 and line["after"].endswith("#t=2") and line["caption"] == "The green sphere turned yellow."
    assert err == ""


def test_files_like_a_pattern_in_the_order_of_their_numbers(example, tmp_path):
    for name in ("frame10.png", "frame9.png", "other.png"):
        shutil.copy(example / "before.png", tmp_path / name)
    assert [path.name for path in frames_like(str(tmp_path / "frame*.png"))] == ["frame9.png", "frame10.png"]
    with pytest.raises(SpotItError, match="nothing has a name like"):
        frames_like(str(tmp_path / "*.gif"))


def test_what_is_no_video_is_one_clear_line(tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"not a video")
    for path in (tmp_path / "clip.mp4", tmp_path / "absent.mp4"):
        with pytest.raises(SpotItError, match="is no video that can be read"):
            list(frames_of_video(path, 1.0))
