"""Pictures at addresses that fsspec knows, such as ``s3://bucket/a.png`` or ``memory://a.png``."""

from __future__ import annotations

import io
import re
from typing import Any

from pipeline.core import messages
from pipeline.core.errors import SpotItError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Fetched(io.BytesIO):
    """The bytes of a picture, of which messages speak by its address."""

    def __init__(self, address: str, content: bytes) -> None:
        super().__init__(content)
        self.name = address


def is_address(name: str) -> bool:
    """Whether a manifest names a picture by an address, not by a path."""
    return _ADDRESS.match(name) is not None


def fetch(address: str) -> Fetched:
    """The picture at an address.

    Raises
    ------
    SpotItError
        If fsspec, or what it needs for this kind of address, is not installed, or there is no such file.
    """
    try:
        with _fsspec().open(address, "rb") as stream:
            return Fetched(address, stream.read())
    except SpotItError:
        raise
    except Exception as failure:  # each kind of store has errors of its own
        raise _not_fetched(address, failure) from None


def address_mark(address: str) -> list[Any] | None:
    """What a file at an address is known by, as far as its store tells without reading it; None where it is not."""
    try:
        system, path = _fsspec().core.url_to_fs(address)
        return [system.size(path), None, str(system.ukey(path))]
    except Exception:  # whoever reads it says what is wrong
        return None


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError:
        raise messages.package_missing("fsspec") from None
    return fsspec


def _not_fetched(address: str, failure: Exception) -> SpotItError:
    if isinstance(failure, FileNotFoundError):
        return messages.error(messages.NO_SUCH_FILE, path=address)
    return messages.error(messages.NOT_FETCHED, path=address, reason=failure)
