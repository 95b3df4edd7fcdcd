"""Train a part of a pack, from what the project renders and writes itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from pipeline.cli.options import add_dataset_options
from pipeline.cli.train_calibration import CALIBRATION, add_calibration, listed
from pipeline.cli.train_neural import NEURAL, add_neural
from pipeline.cli.train_run import add_run_options, draw_curve
from pipeline.cli.train_scorers import ALIGNER, EMBEDDING, add_scorer
from pipeline.cli.train_words import RANKER, TEMPLATES, add_ranker, add_templates
from pipeline.core import messages


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of ``pipeline train``."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART", help="what to train")
    _add_language(parts.add_parser("language", help="the n-gram language model", description=_train_language.__doc__))
    add_templates(parts.add_parser("templates", help="how things are worded, from captions", description=TEMPLATES))
    add_ranker(parts.add_parser("ranker", help="the learned ranker", description=RANKER))
    _add_detector(parts.add_parser("detector", help="the R-CNN of the blocks", description=_train_detector.__doc__))
    add_calibration(parts.add_parser("calibration", help="honest probabilities of the R-CNN", description=CALIBRATION))
    add_scorer(parts.add_parser("aligner", help="the alignment of regions and words", description=ALIGNER), "aligner")
    add_scorer(parts.add_parser("embedding", help="the two-branch embedding", description=EMBEDDING), "embedding")
    add_neural(parts.add_parser("neural", help="the captioner that sees pixels alone", description=NEURAL))


def run(arguments: Namespace) -> int:
    """Train the part."""
    return arguments.train(arguments)


def _add_language(parser: ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT.arpa", help="where the model goes")
    parser.add_argument("--sentences", type=int, default=60_000, metavar="N", help="corpus size (default: 60000)")
    parser.add_argument("--order", type=_order, default=4, metavar="N", help="words an n-gram, at most 20 (default: 4)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the same seed gives the same model")
    parser.add_argument(
        "--captions",
        type=Path,
        metavar="PAIRS.jsonl|FOLDER",
        help="learn from these captions, not from our own grammar",
    )
    add_dataset_options(parser, split="train")
    parser.set_defaults(train=_train_language)


def _order(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 20:
        raise messages.error(messages.BAD_NUMBER, option="--order", value=text, wanted="a whole number from 1 to 20")
    return int(text)


def _train_language(arguments: Namespace) -> int:
    """Estimate an n-gram model from a corpus of true captions, or from those of a data set; prints what it measured."""
    from tqdm import tqdm

    from language.train import train_language
    from pipeline.cli.options import deliver

    if arguments.captions is not None:
        deliver(_listed(_train_on_captions(arguments)), None)
        return 0
    with tqdm(total=arguments.sentences, unit="sentence", disable=None) as bar:
        measured = train_language(
            arguments.out,
            sentences=arguments.sentences,
            order=arguments.order,
            seed=arguments.seed,
            progress=lambda done, _: bar.update(done - bar.n),
        )
    deliver(_listed(measured), None)
    return 0


def _train_on_captions(arguments: Namespace) -> dict[str, float]:
    """Every twentieth example is held out, and the perplexity is that on its captions."""
    from language.train import train_on_captions
    from pipeline.datasets import manifest, read_dataset

    if arguments.dataset is None:
        examples = manifest.read(arguments.captions)
    else:
        examples = read_dataset(arguments.dataset, arguments.captions, arguments.split)
    learned = [text for place, example in enumerate(examples) if place % 20 for text in example.captions]
    held_out = [text for example in examples[::20] for text in example.captions]
    if not learned or not held_out:
        raise messages.error(messages.NO_CAPTIONS, path=arguments.captions)
    return train_on_captions(arguments.out, learned, held_out, arguments.order)


def _listed(measured: dict[str, float]) -> str:
    return "\n".join(f"{name.ljust(10)}  {value:g}" for name, value in measured.items())


def _add_detector(parser: ArgumentParser) -> None:
    parser.add_argument("data", type=Path, nargs="+", metavar="DIR", help="folders made by pipeline synth")
    parser.add_argument(
        "--held-out", type=Path, nargs="+", required=True, metavar="DIR", help="folders to calibrate on, not trained on"
    )
    add_run_options(parser, required=True)
    parser.add_argument(
        "--pack",
        type=Path,
        required=True,
        metavar="DIR",
        help="the trained files go here; a pack with a config is sealed anew",
    )
    parser.add_argument("--pictures", type=int, default=30_000, metavar="N", help="pictures to see (default: 30000)")
    parser.add_argument("--batch", type=int, default=4, metavar="N", help="pictures a step (default: 4)")
    parser.add_argument("--rate", type=float, default=1.3e-3, metavar="R", help="peak learning rate (default: 0.0013)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the weights and the order of pictures")
    parser.add_argument(
        "--start",
        type=Path,
        metavar="FILE",
        help="weights to go on from: an earlier run's network.safetensors, or a pack's rcnn.safetensors",
    )
    parser.add_argument(
        "--keep", type=float, default=0.0, metavar="SHARE", help="of the starting weights, in the result (default: 0)"
    )
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="cores to use (default: 2)")
    parser.set_defaults(train=_train_detector)


def _train_detector(arguments: Namespace) -> int:
    """Fit the detector to rendered scenes; an interrupted run goes on with --resume."""
    from detectors.rcnn.training.finish import finish
    from detectors.rcnn.training.loop import Plan, train
    from detectors.rcnn.training.samples import RenderedSamples
    from pipeline.cli.options import deliver
    from pipeline.core.checkpoint import Checkpoint
    from pipeline.worlds.seal import seal
    from pipeline.worlds.world import CONFIG

    plan = Plan(
        folders=tuple(arguments.data),
        pictures=arguments.pictures,
        batch=arguments.batch,
        rate=arguments.rate,
        seed=arguments.seed,
        start=arguments.start,
        keep=arguments.keep,
        processes=arguments.processes,
    )
    held_out = RenderedSamples(arguments.held_out)  # before the hours of training, not after
    checkpoint = Checkpoint(arguments.out, arguments.resume)
    network = train(plan, checkpoint)
    draw_curve(checkpoint)
    heads = finish(network, held_out, arguments.pack)
    deliver(listed(heads), None)
    if (arguments.pack / CONFIG).is_file():
        seal(arguments.pack)
    return 0
