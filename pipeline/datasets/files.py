"""What readers share: JSON files, lines, and pictures whose ending or folder varies from copy to copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pipeline.core import messages
from pipeline.core.reading import parse_json

ENDINGS = (".jpg", ".png", ".webp", ".jpeg")


def read_text(path: Path) -> str:
    """A file as text.

    Raises
    ------
    SpotItError
        If it is not there, cannot be read, or is not UTF-8.
    """
    with _opened(path) as stream:
        try:
            return stream.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise messages.error(messages.NOT_IN_FORMAT, path=path, reason="it is not UTF-8 text") from None


def read_json(path: Path, kind: type) -> Any:
    """The value in a JSON file, which must be of ``kind`` (dict or list).

    Raises
    ------
    SpotItError
        If the file cannot be read or holds something else.
    """
    try:
        value = parse_json(read_text(path))
    except ValueError as failure:
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=failure) from None
    if not isinstance(value, kind):
        wanted = "an object" if kind is dict else "a list"
        raise messages.error(messages.NOT_IN_FORMAT, path=path, reason=f"it is not {wanted}")
    return value


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with its line number; blank lines are left out.

    Raises
    ------
    SpotItError
        If the file cannot be read, or a line is not an object.
    """
    with _opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, _object(line, path, number)


def starts_with(path: Path, sign: str) -> bool:
    """Whether a file's first character that is not blank is ``sign``.

    Raises
    ------
    SpotItError
        If the file cannot be read.
    """
    with _opened(path) as stream:
        start = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] == sign.encode()


def identifier(value: object) -> str | None:
    """An id as text; None if it is neither text nor a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def sentences(found: object) -> tuple[str, ...]:
    """The texts of a list that are not blank."""
    texts = found if isinstance(found, list) else []
    return tuple(text.strip() for text in texts if isinstance(text, str) and text.strip())


def find_file(folder: Path, names: Sequence[str]) -> Path:
    """The first of several files that is there.

    Raises
    ------
    SpotItError
        If none is.
    """
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise messages.error(messages.NONE_OF_FILES, path=folder, names=", ".join(dict.fromkeys(names)))


def find_picture(folders: Iterable[Path], stem: str, ending: str = ENDINGS[0]) -> Path:
    """Where a picture is, under any usual ending; its usual place if it is nowhere."""
    folders = tuple(folders)
    for folder in folders:
        for name in (stem + ending, *(stem + other for other in ENDINGS if other != ending)):
            if (folder / name).is_file():
                return folder / name
    return folders[0] / (stem + ending)


def caption_file(source: Path, names: Sequence[str]) -> tuple[Path, Path]:
    """The file of captions and the folder of the data set, where ``source`` is either of the two."""
    return (source, source.parent) if source.is_file() else (find_file(source, names), source)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise messages.error(messages.NO_SUCH_FILE, path=path) from None
    except OSError as failure:
        raise messages.error(messages.NOT_READABLE, path=path, reason=failure.strerror) from None


def _object(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        entry = parse_json(line)
    except ValueError as failure:
        raise messages.error(messages.BAD_LINE, path=path, line=number, reason=failure) from None
    if not isinstance(entry, dict):
        raise messages.error(messages.BAD_LINE, path=path, line=number, reason="it is not an object")
    return entry
