"""Every stage by name.  Nothing is imported until a stage is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec

from pipeline.core import messages
from pipeline.core.errors import SpotItError


@dataclass(frozen=True)
class Entry:
    """One registered implementation: ``target`` is ``module:Class``, ``summary`` one line for ``pipeline stages``.

    ``reads`` names what it cannot do without, ``writes`` what it brings besides what every implementation of its stage
    does; see :mod:`pipeline.flow.contract`.  ``packages`` are modules that the class cannot do without and imports only
    when it works.
    """

    stage: str
    name: str
    target: str
    summary: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()

    def load(self) -> type:
        """Import the class.

        Raises
        ------
        SpotItError
            If a package that the implementation needs is not installed.
        """
        module, _, attribute = self.target.partition(":")
        try:
            found = getattr(import_module(module), attribute)
        except ModuleNotFoundError as error:
            raise self._lacks((error.name or "").partition(".")[0]) from error
        for package in self.packages:
            if find_spec(package) is None:
                raise self._lacks(package)
        return found

    def _lacks(self, package: str) -> SpotItError:
        missing = messages.package_missing(package)
        return messages.error(messages.STAGE_PACKAGE_MISSING, stage=self.stage, name=self.name, reason=missing)


STAGES = (
    "recogniser",
    "proposer",
    "detector",
    "relater",
    "registrar",
    "differ",
    "generator",
    "ranker",
    "grounder",
)

_RCNN = ("attributes", "centers", "features")
"""What our R-CNN says of an object besides its box and label."""

_OPENCV = ("cv2",)

BUILT_IN = (
    Entry("recogniser", "plain_ground", "pipeline.recognise.plain_ground:PlainGround", "things on a plain grey ground"),
    Entry("recogniser", "painted", "pipeline.recognise.screen:ScreenLook", "what was painted on a screen"),
    Entry("recogniser", "anything", "pipeline.recognise.anything:Anything", "whatever no other world knows"),
    Entry("proposer", "rpn", "detectors.rcnn.proposer:RegionProposalNetwork", "learned region proposals"),
    Entry("proposer", "selective_search", "detectors.selective_search:SelectiveSearch", "OpenCV's selective search"),
    Entry("detector", "rcnn", "detectors.rcnn.onnx_detector:OnnxRCNN", "our R-CNN through ONNX Runtime", writes=_RCNN),
    Entry("detector", "rcnn_torch", "detectors.rcnn.torch_detector:TorchRCNN", "our R-CNN through torch", writes=_RCNN),
    Entry("detector", "onnx", "detectors.yolox:YoloxDetector", "any YOLOX-style ONNX export", writes=("features",)),
    Entry("detector", "torchvision", "detectors.torchvision_coco:TorchvisionDetector", "COCO models of torchvision"),
    Entry("detector", "regions", "detectors.regions:RegionDetector", "no model: salient regions only"),
    Entry("detector", "given", "detectors.given:GivenDetector", "objects that another detector has found"),
    Entry("detector", "none", "detectors.none:NoDetector", "finds nothing: the differ looks at the pixels"),
    Entry("detector", "screen", "detectors.screen.detector:ScreenDetector", "elements of screenshots, their roles"),
    Entry("relater", "ground_plane", "detectors.relate.ground_plane:GroundPlane", "relations along the ground"),
    Entry("relater", "image_plane", "detectors.relate.image_plane:ImagePlane", "relations in the picture"),
    Entry(
        "registrar",
        "objects",
        "pipeline.register.objects:ObjectRegistrar",
        "two cameras from the objects' centres",
        reads=("centers",),
        writes=("ground",),
    ),
    Entry(
        "registrar",
        "keypoints",
        "pipeline.register.keypoints:KeypointRegistrar",
        "homography from SIFT features",
        writes=("view",),
        packages=_OPENCV,
    ),
    Entry(
        "registrar",
        "reflow",
        "pipeline.register.reflow:ReflowRegistrar",
        "blocks of content that moved",
        writes=("blocks",),
        packages=_OPENCV,
    ),
    Entry("registrar", "none", "pipeline.register.identity:Identity", "the camera did not move", writes=("view",)),
    Entry("differ", "hungarian", "pipeline.diff.graphs.hungarian:HungarianDiffer", "optimal assignment"),
    Entry("differ", "graph_edit", "pipeline.diff.graphs.graph_edit:GraphEditDiffer", "graph edit distance (networkx)"),
    Entry(
        "differ",
        "aligned",
        "pipeline.diff.pixels.differ:AlignedDiffer",
        "detections and aligned pixels agree",
        reads=("view",),
    ),
    Entry("differ", "screen", "pipeline.diff.screen.differ:ScreenDiffer", "elements of screenshots", reads=("blocks",)),
    Entry("generator", "templates", "language.templates:TemplateGenerator", "templates, hand-written and learned"),
    Entry("generator", "ngram", "language.ngram_generator:NgramGenerator", "word search under the language model"),
    Entry("generator", "neural", "language.neural.generator:NeuralGenerator", "a network that sees pixels alone"),
    Entry(
        "generator",
        "transformer",
        "language.transformer.generator:TransformerGenerator",
        "a network that sees the objects of both graphs",
        reads=("attributes",),
    ),
    Entry(
        "generator", "photo_templates", "language.photo.templates:PhotoTemplateGenerator", "sentences about photographs"
    ),
    Entry(
        "generator", "screen_templates", "language.screen.templates:ScreenTemplateGenerator", "sentences on screenshots"
    ),
    Entry("ranker", "learned", "ranker.learned:LearnedRanker", "most like all true sentences, by learned weights"),
    Entry("ranker", "lm", "ranker.lm:LanguageModelRanker", "language-model score alone"),
    Entry("ranker", "first", "ranker.first:FirstRanker", "the generator's own order"),
    Entry("grounder", "brnn", "ranker.brnn:BrnnGrounder", "regions by the alignment model", reads=("attributes",)),
    Entry("grounder", "provenance", "ranker.provenance:ProvenanceGrounder", "regions from the facts themselves"),
)


def populate() -> dict[str, dict[str, Entry]]:
    """All implementations, built in or added by installed packages through the entry-point group ``spot_it.STAGE``."""
    table: dict[str, dict[str, Entry]] = {stage: {} for stage in STAGES}
    for entry in BUILT_IN:
        table[entry.stage][entry.name] = entry
    installed = entry_points()
    for stage in STAGES:
        for point in installed.select(group=f"spot_it.{stage}"):
            table[stage].setdefault(point.name, Entry(stage, point.name, point.value, "added by an installed package"))
    return table


def find(stage: str, name: str) -> Entry:
    """Look up one implementation.

    Raises
    ------
    SpotItError
        If there is no such stage or no such implementation; the message lists those there are.
    """
    # Installed packages cannot take a built-in name, and reading their metadata takes longer than finding a sentence.
    for entry in BUILT_IN:
        if (entry.stage, entry.name) == (stage, name):
            return entry
    table = populate()
    if stage not in table:
        raise no_stage(stage)
    if name not in table[stage]:
        known, hint = ", ".join(table[stage]), messages.did_you_mean(name, table[stage])
        raise messages.error(messages.NO_IMPLEMENTATION, stage=stage, name=name, hint=hint, known=known)
    return table[stage][name]


def no_stage(name: str) -> SpotItError:
    """What to tell who names a stage that there is not."""
    return messages.error(
        messages.NO_STAGE, stage=name, hint=messages.did_you_mean(name, STAGES), known=", ".join(STAGES)
    )
