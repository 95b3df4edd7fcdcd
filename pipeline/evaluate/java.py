"""What the field's code runs in Java: the Penn Treebank tokenizer, METEOR and SPICE."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from tqdm import tqdm

from pipeline.core.silence import silenced

STDERR = 2

_LAST_WORD, _LANGUAGE, _USES = "_JAVA_OPTIONS", {"language": "en", "country": "US"}, ("", ".format")


def tokenize(sentences: Sequence[str]) -> list[str]:
    """Sentences as tokens with a space between, lower case and without punctuation, in one start of Java.

    Raises
    ------
    OSError
        If the tokenizer cannot run.
    """
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

    _need_java()
    with silenced(sys.stderr, STDERR), _english():  # it reports its speed
        found = PTBTokenizer().tokenize({place: [{"caption": text}] for place, text in enumerate(sentences)})
    if len(found) != len(sentences):
        raise OSError(f"the tokenizer gave {len(found)} of {len(sentences)} sentences")
    return [found[place][0] for place in range(len(sentences))]


class MeteorStatistics:
    """METEOR 1.5's counts of every pair, and its score of any sum of them; one Java process while it lives.

    Raises
    ------
    OSError
        If it cannot run.
    """

    CHUNKS, LENGTHS, MATCHES = 20, slice(0, 2), slice(21, 23)

    def __init__(self) -> None:
        from pycocoevalcap.meteor.meteor import Meteor

        _need_java()
        with _english():
            self._meteor = Meteor()

    def rows(self, references: Sequence[Sequence[str]], captions: Sequence[str]) -> np.ndarray:
        """Counts, shape ``(pairs, 23)``, whose sums :meth:`score` takes.

        METEOR sums them over a corpus in the same way, and counts no chunks where a caption is a reference word for
        word.
        """
        lines = [
            self._meteor._stat(_plain(one), [_plain(text) for text in said])
            for one, said in tqdm(zip(captions, references, strict=True), "METEOR", len(captions), disable=None)
        ]
        if not all(lines):
            raise OSError("its Java program stopped")
        try:
            table = np.array([[float(count) for count in line.split()] for line in lines])
        except ValueError as failure:
            raise OSError(f"its Java program answered what is no number ({failure})") from None
        same = (table[:, self.LENGTHS] == table[:, self.MATCHES]).all(axis=1) & (table[:, self.CHUNKS] == 1)
        table[same, self.CHUNKS] = 0
        return table

    def score(self, sums: np.ndarray) -> np.ndarray:
        """METEOR in [0, 1] of each row of summed counts."""
        return np.array([self._evaluate(row) for row in sums])

    def _evaluate(self, row: np.ndarray) -> float:
        process = self._meteor.meteor_p
        process.stdin.write(f"EVAL ||| {' '.join(map(str, row))}\n".encode())
        process.stdin.flush()
        process.stdout.readline()  # of the one segment; the corpus follows
        answer = process.stdout.readline()
        try:
            return float(answer)
        except ValueError:
            raise OSError(f"its Java program answered {answer!r}") from None


def spice(references: Sequence[Sequence[str]], captions: Sequence[str]) -> np.ndarray:
    """SPICE's F-score of every pair.

    Raises
    ------
    OSError
        If it cannot run; the reason says why.
    """
    from pycocoevalcap.spice import spice as module

    _need_java()
    library = Path(module.__file__).parent / "lib"
    if not all((library / f"stanford-corenlp-3.6.0{part}.jar").is_file() for part in ("", "-models")):
        raise OSError(f"Stanford CoreNLP 3.6.0 and its models are not in {library}")
    try:
        with silenced(sys.stderr, STDERR), _english():
            _, scores = module.Spice().compute_score(*_numbered(references, captions))
    except (subprocess.CalledProcessError, ValueError, KeyError) as failure:
        raise OSError(f"its Java program stopped ({failure})") from None
    return np.nan_to_num([one["All"]["f"] for one in scores])


@contextmanager
def _english() -> Iterator[None]:
    """Start Java programs that write and read decimal points, whatever the language of the machine.

    Of all ways to set it, the variable ``_JAVA_OPTIONS`` comes last and counts.
    """
    before = os.environ.get(_LAST_WORD)
    wanted = " ".join(f"-Duser.{name}{use}={value}" for use in _USES for name, value in _LANGUAGE.items())
    os.environ[_LAST_WORD] = f"{before or ''} {wanted}".strip()
    try:
        yield
    finally:
        if before is None:
            del os.environ[_LAST_WORD]
        else:
            os.environ[_LAST_WORD] = before


def _need_java() -> None:
    """Raise ``OSError`` unless a Java starts; some systems have a ``java`` that only asks to be installed."""
    if shutil.which("java") is None or subprocess.run(["java", "-version"], capture_output=True).returncode:
        raise OSError("there is no Java")


def _numbered(references: Sequence[Sequence[str]], captions: Sequence[str]) -> tuple[dict, dict]:
    said = {place: list(found) for place, found in enumerate(references)}
    return said, {place: [text] for place, text in enumerate(captions)}


def _plain(text: str) -> str:
    """Without the sign that separates the parts of METEOR's lines."""
    return text.replace("|", " ")
