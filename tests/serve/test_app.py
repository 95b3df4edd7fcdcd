"""The web page's answers, asked without a browser."""

from __future__ import annotations

import asyncio
import pickle
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")
pytest.importorskip("httpx", reason="httpx is not installed")

from starlette.testclient import TestClient

from pipeline.flow.captioner import Captioner
from pipeline.serve.app import create_app
from pipeline.serve.limits import Limits
from pipeline.serve.problems import Problem


@pytest.fixture
def client(flat_world):
    return TestClient(create_app({"flat": Captioner.from_pack("flat")}, Limits(bytes=200_000, pixels=100_000)))


def files(before: Path, after: Path, name: str = "b.png") -> dict:
    return {"before": (name, before.read_bytes(), "image/png"), "after": ("a.png", after.read_bytes(), "image/png")}


def test_the_api_answers_as_the_command_does(client, pair):
    answer = client.post("/api/describe", files=files(*pair), data={"all": "true", "pack": "flat"})
    assert answer.status_code == 200
    said = answer.json()
    assert (said["before"], said["after"], said["pack"], said["changed"]) == ("b.png", "a.png", "flat", True)
    assert "blue" in said["caption"] and list(said)[-3:] == ["candidates", "grounding", "timings"]


def test_what_cannot_be_used_is_refused_in_one_line_without_a_path_of_this_machine(client, pair):
    broken = files(*pair) | {"after": ("a.png", b"no picture", "image/png")}
    answer = client.post("/api/describe", files=broken)
    assert answer.status_code == 400 and answer.json()["error"].startswith("the picture after is not a picture")
    assert "/tmp" not in answer.text
    assert client.post("/api/describe", files={"before": b"x"}).status_code == 422
    assert client.post("/api/describe", files=files(*pair), data={"pack": "/etc"}).status_code == 400


def test_size_and_pixels_are_bounded(client, pair, tmp_path):
    from PIL import Image

    large = files(*pair) | {"after": ("a.png", b"0" * 300_000, "image/png")}
    answer = client.post("/api/describe", files=large)
    assert answer.status_code == 413 and "too large" in answer.json()["error"]
    Image.new("RGB", (500, 500)).save(tmp_path / "wide.png")
    assert client.post("/api/describe", files=files(pair[0], tmp_path / "wide.png")).status_code == 413


def test_who_comes_when_all_places_are_taken_is_told_when_to_come_again(flat_world, pair):
    begun, go_on = threading.Event(), threading.Event()

    class Slow:
        def describe(self, *pictures, **options):
            begun.set()
            go_on.wait(20)
            return Captioner.from_pack("flat").describe(*pictures, **options)

    for limits, status in ((Limits(at_work=1, by_one=2), 503), (Limits(at_work=2, by_one=1), 429)):
        begun.clear()
        go_on.clear()
        with TestClient(create_app({"flat": Slow()}, limits)) as client:
            first = []
            asking = threading.Thread(target=lambda: first.append(client.post("/api/describe", files=files(*pair))))  # noqa: B023
            asking.start()
            assert begun.wait(20)
            second = client.post("/api/describe", files=files(*pair))
            go_on.set()
            asking.join()
        assert second.status_code == status and int(second.headers["retry-after"]) > 0
        assert first[0].status_code == 200


def test_requests_beyond_the_bound_are_refused_before_their_contents_are_kept(flat_world, pair):
    app = create_app({"flat": Captioner.from_pack("flat")}, Limits(requests=1))
    held, refused = [], []

    async def held_open() -> dict:  # the first request's contents never end while the second one asks
        if not refused:
            refused.append(TestClient(app).post("/api/describe", files=files(*pair)))
        return {"type": "http.request", "body": b"", "more_body": False}

    async def keep(message) -> None:
        held.append(message)

    scope = {"type": "http", "method": "GET", "path": "/health", "headers": [], "query_string": b""}
    with ThreadPoolExecutor() as another:  # which has no event loop of its own
        another.submit(asyncio.run, app(scope, held_open, keep)).result()
    assert refused[0].status_code == 503 and int(refused[0].headers["retry-after"]) > 0
    assert refused[0].json()["error"] and refused[0].headers["x-content-type-options"] == "nosniff"
    assert held[0]["status"] == 200
    assert TestClient(app).post("/api/describe", files=files(*pair)).status_code == 200


def test_what_takes_too_long_is_given_up(flat_world, pair):
    go_on = threading.Event()

    class Slow:
        def describe(self, *pictures, **options):
            go_on.wait(20)

    with TestClient(create_app({"flat": Slow()}, Limits(seconds=0.1))) as client:
        answer = client.post("/api/describe", files=files(*pair))
        go_on.set()
    assert answer.status_code == 503 and "retry-after" in answer.headers


def test_names_that_a_client_gives_are_never_paths(client, pair, tmp_path):
    before = sorted(tmp_path.iterdir())
    answer = client.post("/api/describe", files=files(*pair, name=f"../../{tmp_path}/evil.png"))
    assert answer.status_code == 200 and sorted(tmp_path.iterdir()) == before


def test_every_answer_is_protected_and_scripts_run_by_nonce_alone(client):
    answers = [client.get("/"), client.get("/")]
    policies = [answer.headers["content-security-policy"] for answer in answers]
    assert policies[0] != policies[1] and "unsafe" not in policies[0]
    nonces = set(re.findall(r'nonce="([^"]+)"', answers[0].text))
    assert len(nonces) == 1 and f"'nonce-{nonces.pop()}'" in policies[0]
    assert client.get("/nowhere").headers["x-content-type-options"] == "nosniff"


def test_operators_see_health_numbers_and_the_interface(client, pair):
    client.post("/api/describe", files=files(*pair))
    assert client.get("/health").json()["status"] == "ok"
    assert 'spot_it_pairs_total{outcome="changed"} 1' in client.get("/metrics").text
    assert "/api/describe" in client.get("/openapi.json").json()["paths"]


def test_stages_are_exchanged_by_name_and_refused_in_words(client, pair):
    chosen = client.post("/api/describe", files=files(*pair), data={"stage": ["differ=graph_edit", "ranker=first"]})
    assert chosen.status_code == 200 and "blue" in chosen.json()["caption"]
    for wrong in ("ranker=nobody", "nothing", "detector=given"):
        refused = client.post("/api/describe", files=files(*pair), data={"stage": wrong})
        assert refused.status_code == 400 and "\n" not in refused.json()["error"]


def test_examples_are_pictures_and_nothing_else_is_served(client):
    names = set(re.findall(r'src="(examples/[^"]+)"', client.get("/").text))
    assert len(names) == 6 and all(client.get(f"/{name}").headers["content-type"] == "image/webp" for name in names)
    assert client.get("/examples/x-before.webp").status_code == 404


def test_the_interface_says_what_an_answer_holds(client):
    described = client.get("/openapi.json").json()["paths"]["/api/describe"]["post"]["responses"]["200"]
    assert "caption" in described["content"]["application/json"]["schema"]["properties"]


def test_the_page_works_behind_a_prefix(flat_world):
    client = TestClient(create_app({"flat": Captioner.from_pack("flat")}, version="1"), root_path="/spot")
    assert client.get("/openapi.json").json()["servers"] == [{"url": "/spot"}]
    assert not re.search(r'(?:href|src|action)="/', client.get("/").text)


def test_what_is_wrong_travels_between_processes_as_it_is():
    told = pickle.loads(pickle.dumps(Problem(503, "all places are taken", 5)))
    assert (told.status, str(told), told.headers) == (503, "all places are taken", {"Retry-After": "5"})
