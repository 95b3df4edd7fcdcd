"""Pictures of a video, one every so many seconds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.core import messages

ENDINGS = (".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm")


@dataclass(frozen=True, eq=False)
class VideoFrame:
    """One picture of a video, RGB; as text it is ``clip.mp4#t=1.5``, which players open at that second."""

    path: Path
    seconds: float
    image: np.ndarray

    def stat(self) -> os.stat_result:
        """That of the video."""
        return self.path.stat()

    def __str__(self) -> str:
        return f"{self.path}#t={self.seconds:g}"


def is_video(path: Path) -> bool:
    """Whether a file's ending is that of a video."""
    return path.suffix.lower() in ENDINGS


def frames_of_video(path: Path, interval: float) -> Iterator[VideoFrame]:
    """The first picture, and one after every ``interval`` seconds; every picture where they are further apart.

    Raises
    ------
    SpotItError
        If it is no video that can be read, or OpenCV is not installed.
    """
    try:
        import cv2
    except ModuleNotFoundError:
        raise messages.package_missing("cv2") from None
    if not path.is_file():
        raise messages.error(messages.NO_VIDEO, path=path, reason="there is no such file")
    video = cv2.VideoCapture(str(path))
    rate = video.get(cv2.CAP_PROP_FPS) or 25.0
    due, number = 0.0, 0
    try:
        while video.grab():
            seconds = number / rate
            number += 1
            if seconds + 0.5 / rate < due:
                continue
            whole, picture = video.retrieve()
            if whole:
                yield VideoFrame(path, round(seconds, 3), np.ascontiguousarray(picture[..., ::-1]))
            due += interval
    finally:
        video.release()
    if not number:
        raise messages.error(messages.NO_VIDEO, path=path, reason="no picture of it can be read")
