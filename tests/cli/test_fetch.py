"""`pipeline packs fetch`, against a server of our own that breaks off, lies, and cannot resume."""

from __future__ import annotations

import hashlib
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.core.errors import SpotItError
from pipeline.flow.captioner import Captioner
from pipeline.worlds import download, weights
from pipeline.worlds.finder import find_world
from pipeline.worlds.releases import Release

CONTENT = bytes(range(256)) * 2000


@dataclass
class Shelf:
    """What the server hands out, and how badly."""

    content: bytes = CONTENT
    resumes: bool = True
    breaks_after: list[int] = field(default_factory=list)
    status: int = 200
    pause: float = 0.0
    asked: list[str | None] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def shelf(monkeypatch, tmp_path) -> Iterator[Shelf]:
    """A server, and a photo pack whose release lies on it."""
    shelf = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            shelf.asked.append(self.headers.get("Range"))
            start = 0
            if shelf.status != 200:
                self.send_error(shelf.status)
                return
            if shelf.resumes and self.headers.get("Range"):
                start = int(self.headers["Range"].removeprefix("bytes=").rstrip("-"))
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {start}-{len(shelf.content) - 1}/{len(shelf.content)}")
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(shelf.content) - start))
            self.end_headers()
            left = shelf.content[start:]
            if shelf.pause:
                return self.drip(left)
            self.wfile.write(left[: shelf.breaks_after.pop(0)] if shelf.breaks_after else left)

        def drip(self, left):
            with suppress(OSError):
                for place in range(0, len(left), 1000):
                    self.wfile.write(left[place : place + 1000])
                    time.sleep(shelf.pause)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    shelf.url = f"http://127.0.0.1:{server.server_port}/nano.onnx"
    packs = tmp_path / "packs"
    shutil.copytree(find_world("photo").folder, packs / "shelved")
    config = (packs / "shelved" / "config.toml").read_text()
    published = config[config.index("[release.nano]") : config.index("[detector.onnx]")]
    digest = hashlib.sha256(CONTENT).hexdigest()
    ours = f'[release.nano]\nurl = "{shelf.url}"\nsize = {len(CONTENT)}\nsha256 = "{digest}"\n'
    config = config.replace(published, ours).replace('name = "photo"', 'name = "shelved"')
    (packs / "shelved" / "config.toml").write_text(config)
    monkeypatch.setenv("SPOT_IT_PACKS", str(packs))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("SPOT_IT_WEIGHTS", raising=False)
    weights._fetched.cache_clear()
    yield shelf
    server.shutdown()
    server.server_close()
    weights._fetched.cache_clear()


def kept() -> dict[str, bytes]:
    folder = weights.weights_folder()
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def test_a_release_is_fetched_once(shelf, pipeline):
    status, out, err = pipeline("packs", "fetch", "shelved")
    assert (status, out) == (0, "") and err.count("\n") == 1 and "is complete" in err
    assert kept() == {"nano.onnx": CONTENT}
    assert pipeline("packs", "fetch", "shelved", "--model", "nano")[0] == 0
    assert shelf.asked == [None]
    assert weights.local_weights(find_world("shelved")) == weights.weights_folder() / "nano.onnx"


def test_what_breaks_off_goes_on_where_it_stopped(shelf, pipeline):
    shelf.breaks_after = [1000, 70_000]
    assert pipeline("packs", "fetch", "shelved")[0] == 0
    assert kept() == {"nano.onnx": CONTENT}
    assert shelf.asked == [None, "bytes=1000-", "bytes=71000-"]


def test_what_arrived_is_kept_for_the_next_time(shelf, pipeline):
    shelf.breaks_after = [500, 500, 500]
    status, out, err = pipeline("packs", "fetch", "shelved")
    assert (status, out) == (2, "") and "cannot be fetched" in err and err.count("\n") == 1
    assert kept() == {"nano.onnx.part": CONTENT[:1500]}
    assert pipeline("packs", "fetch", "shelved")[0] == 0
    assert shelf.asked[-1] == "bytes=1500-" and kept() == {"nano.onnx": CONTENT}


def test_a_server_that_cannot_resume_starts_again(shelf, pipeline):
    shelf.resumes, shelf.breaks_after = False, [1000]
    assert pipeline("packs", "fetch", "shelved")[0] == 0
    assert kept() == {"nano.onnx": CONTENT}


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"!", CONTENT + b"!", b"moved"], ids=["other", "longer", "page"])
def test_another_file_than_the_published_one_is_not_kept(shelf, pipeline, content):
    shelf.content = content
    status, _, err = pipeline("packs", "fetch", "shelved")
    assert status == 2 and err.count("\n") == 1
    assert "nano.onnx" not in kept()
    shelf.content = CONTENT
    assert pipeline("packs", "fetch", "shelved")[0] == 0 and kept() == {"nano.onnx": CONTENT}


def test_a_part_of_something_else_is_found_out_and_done_again(shelf, pipeline):
    weights.weights_folder().mkdir(parents=True)
    (weights.weights_folder() / "nano.onnx.part").write_bytes(b"x" * 1000)
    assert pipeline("packs", "fetch", "shelved")[0] == 2 and kept() == {}
    assert pipeline("packs", "fetch", "shelved")[0] == 0 and kept() == {"nano.onnx": CONTENT}


def test_a_server_that_drips_is_given_up_and_what_arrived_is_kept(shelf, pipeline, monkeypatch):
    shelf.pause = 0.05
    monkeypatch.setattr(download.fetch, "__defaults__", (download.TIMEOUT, 0.3))
    start = time.monotonic()
    status, _, err = pipeline("packs", "fetch", "shelved")
    assert status == 2 and "too slowly" in err and err.count("\n") == 1 and time.monotonic() - start < 5
    assert 0 < len(kept()["nano.onnx.part"]) < len(CONTENT)
    shelf.pause = 0.0
    assert pipeline("packs", "fetch", "shelved")[0] == 0 and kept() == {"nano.onnx": CONTENT}


@pytest.fixture
def dripping():
    """Servers that send what they are given, one byte after the other."""
    opened = []

    def serve(head, drops):
        server = socket.create_server(("127.0.0.1", 0))
        opened.append(server)

        def answer():
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    connection.recv(1 << 16)
                    connection.sendall(head)
                    for place in range(len(drops)):
                        connection.sendall(drops[place : place + 1])
                        time.sleep(0.05)

        threading.Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/file.onnx"

    yield serve
    for server in opened:
        server.close()


@pytest.mark.parametrize(
    ("head", "drops"),
    [
        (b"", b"H" * 500),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"y" * 500),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0" * 500),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", b"x" * 500),
    ],
    ids=["status", "header", "chunk size", "content"],
)
def test_a_download_has_an_end_wherever_the_server_drips(dripping, tmp_path, head, drops):
    release = Release("slow", dripping(head, drops), 500, "0" * 64)
    start = time.monotonic()
    with pytest.raises(SpotItError, match="too slowly"):
        download.fetch(release, tmp_path, timeout=2, deadline=0.5)
    assert time.monotonic() - start < 5


def test_kept_weights_that_are_not_those_published_are_not_used(shelf, monkeypatch, pipeline, capfd):
    assert pipeline("packs", "fetch", "shelved")[0] == 0
    (weights.weights_folder() / "nano.onnx").write_bytes(CONTENT[:-1] + b"?")
    monkeypatch.setenv("SPOT_IT_OFFLINE", "1")
    world = find_world("shelved")
    assert weights.local_weights(world) is None and weights.local_weights(world) is None
    assert capfd.readouterr().err.count("packs fetch shelved") == 1


@pytest.mark.parametrize("status", [404, 500])
def test_a_refusal_is_one_line(shelf, pipeline, status):
    shelf.status = status
    code, _, err = pipeline("packs", "fetch", "shelved")
    assert code == 2 and shelf.url in err and err.count("\n") == 1 and len(shelf.asked) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("blocks",), "the pack 'blocks' has nothing to fetch; packs that do: photo"),
        ((), "nothing to fetch"),
        (("shelved", "--model", "huge"), "no model 'huge'; choose one of nano"),
    ],
)
def test_what_cannot_be_fetched_is_one_line(shelf, pipeline, arguments, words):
    status, _, err = pipeline("packs", "fetch", *arguments)
    assert status == 2 and words in err and err.count("\n") == 1


def test_a_cache_that_cannot_be_written_is_one_line(shelf, pipeline, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    status, _, err = pipeline("packs", "fetch", "shelved")
    assert status == 2 and "cannot be written" in err and err.count("\n") == 1


def test_weights_are_named_or_kept_or_fetched_or_none(shelf, monkeypatch, tmp_path):
    world = find_world("shelved")
    monkeypatch.setenv("SPOT_IT_OFFLINE", "1")
    assert weights.local_weights(world) is None and weights.fetch_unasked(world) is None and shelf.asked == []
    monkeypatch.setenv("SPOT_IT_WEIGHTS", str(tmp_path / "mine.onnx"))
    assert weights.local_weights(world) == tmp_path / "mine.onnx"
    monkeypatch.delenv("SPOT_IT_WEIGHTS")
    monkeypatch.delenv("SPOT_IT_OFFLINE")
    assert weights.fetch_unasked(world) == weights.weights_folder() / "nano.onnx" == weights.local_weights(world)
    assert kept() == {"nano.onnx": CONTENT}


def test_building_the_stages_fetches_nothing_and_the_first_picture_does(shelf, monkeypatch):
    monkeypatch.delenv("SPOT_IT_OFFLINE", raising=False)
    captioner = Captioner.from_pack("shelved").ready()
    assert shelf.asked == [] and captioner.stages.detector.weights is None
    assert captioner.of("shelved").ready().stages.detector.weights == weights.weights_folder() / "nano.onnx"
    assert len(shelf.asked) == 1


def test_a_server_out_of_reach_is_asked_once_a_process(shelf, monkeypatch):
    monkeypatch.delenv("SPOT_IT_OFFLINE", raising=False)
    shelf.status = 503
    world = find_world("shelved")
    assert weights.fetch_unasked(world) is None and weights.fetch_unasked(world) is None
    assert len(shelf.asked) == 1


def test_the_releases_are_the_published_ones():
    published = find_world("photo").releases
    assert [release.name for release in published] == ["nano", "tiny", "s"]
    for release in published:
        assert release.url.startswith("https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/")
        assert len(release.sha256) == 64 and release.size > 3e6
    assert len({release.sha256 for release in published}) == 3
    assert download.TIMEOUT > weights.PATIENCE


def test_a_detector_is_chosen_by_its_name_and_fetched_the_first_time(shelf, pipeline, tmp_path):
    assert weights.released_weights("nano") == weights.weights_folder() / "nano.onnx"
    assert weights.released_weights("nano").read_bytes() == CONTENT and shelf.asked == [None]
    status, out, err = pipeline("inspect", tmp_path / "any.png", "--pack", "shelved", "--detector", "yolox-nan")
    assert (status, out) == (2, "") and "yolox-nano" in err and err.count("\n") == 1
    status, _, err = pipeline("inspect", "any.png", "--detector", "nano", "--weights", "mine.onnx")
    assert status == 2 and "--detector and --weights" in err


def test_every_published_detector_of_the_photo_pack_says_its_licence():
    published = find_world("photo").releases
    assert [one.model for one in published] == ["yolox-nano", "yolox-tiny", "yolox-s"]
    assert {one.licence for one in published} == {"Apache-2.0"}
