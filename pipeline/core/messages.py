"""Every message to a user, written once: what is wrong, and what to do next.

Templates are filled by :func:`error` (which makes the exception) and :func:`notice` (which prints to stderr).
"""

from __future__ import annotations

import sys

from pipeline.core.errors import SpotItError

NOTHING_CHANGED = "Nothing has changed."

NO_SUCH_FILE = "{path}: there is no such file; check the path"
IS_A_FOLDER = "{path} is a folder, not a picture; name a file inside it"
NOT_A_FILE = "{path} is not an ordinary file; save the picture to disk and name that file"
NOT_READABLE = "{path} cannot be read ({reason}); check its permissions"
EMPTY_FILE = "{path} is empty; copy the picture again"
NOT_A_PICTURE = "{path} is not a picture in a format that can be read; use PNG, JPEG, WebP, TIFF, BMP or GIF"
DAMAGED_PICTURE = "{path} is damaged or cut short ({reason}); copy or export the picture again"
TOO_SMALL = "{path} is {width}x{height} pixels; a picture needs at least {least} pixels a side"
TOO_LARGE = "{path} is larger than {most} megapixels; make it smaller and try again"
COLOUR_MODE = "{path} has the colour mode {mode}, which cannot be converted; save it as RGB"
UNSAFE_FORMAT = "{path} is in the format {format}, which runs a program to be drawn; save it as PNG"
OWN_RANGE = "{path} uses values from {low} to {high}: these are taken for black and white"
FIRST_FRAME = "{path} has several frames; only the first is used"
NOT_AN_IMAGE_ARRAY = "a picture must be a uint8 array of shape (height, width, 3), not {dtype} of shape {shape}"
DIFFERENT_SHAPES = (
    "{before} is {before_size} pixels and {after} is {after_size}: the shapes differ too much to be two views "
    "from one camera; crop them to the same proportions"
)

BAD_NUMBER = "{option} {value!r} is not {wanted}"
BAD_AREA = "--ignore {value!r} is neither a mask file nor four numbers x0,y0,x1,y1 with x0 < x1 and y0 < y1"
MASK_SHAPE = "the mask {path} is {mask_size} pixels, which does not fit a picture of {size}; draw it on the picture"

NO_PACK = "there is no pack {name!r}; choose one of {known}, or give the path of a pack's folder"
PACK_WITHOUT_CONFIG = "{path} is not a pack: it has no config.toml"
PACK_CONFIG = "the pack's {path} cannot be used: {reason}; correct it or install the pack again"
PACK_FILE_MISSING = "the pack {name!r} lacks its file {path}; install the pack again"
PACK_FILE_CORRUPT = "the pack {name!r} is corrupted: {path} does not match its checksum; install the pack again"
PACK_WITHOUT_CALIBRATION = (
    "the pack {name!r} has no calibration_file under [detector.rcnn] in its config.toml; name a pack that has"
)
PACK_STAGE_MISSING = "the pack {name!r} does not say which {stage} to use; choose one with --stage {stage}=NAME"
STAGE_ARGUMENTS = "the pack {name!r} does not fit {stage} {implementation!r}: {reason}"
NO_PROPOSER_TAKEN = "the detector {detector!r} makes its own proposals; leave out --stage proposer=..."
NO_WEIGHTS = (
    "there are no detector weights for photographs and none could be fetched: changes are found, but not named; "
    "run `pipeline packs fetch photo`, or name a file with --weights"
)
WEIGHTS_UNUSED = "the pack {name!r} takes no --weights; leave it out, or choose --pack photo"
NOTHING_TO_FETCH = "the pack {name!r} has nothing to fetch; packs that do: {known}"
NO_SUCH_MODEL = "the pack {name!r} has no model {model!r}; choose one of {known}"
FETCHED = "{path} is complete"
FETCH_FAILED = "{url} cannot be fetched ({reason}); try again, or name a file that you have with --weights"
FETCH_CORRUPT = "what came from {url} is not the file that was published: nothing is kept; try again"
BAD_STAGE = "--stage {value!r} is not of the form STAGE=NAME, as in --stage ranker=lm"
NO_STAGE = "there is no stage {stage!r}: choose one of {known}"
NO_SENTENCE = "the generator found no sentence for this change; use --stage generator=templates"

FRAME_LEFT_OUT = "{path} is passed over: {reason}"
ONE_FRAME = "{path} is not a folder: name a folder, two pictures or more, or a --reference"
CONFIRM_WITHOUT_REFERENCE = "--confirm needs --reference: against the last picture, each change is seen once only"

NO_COMMAND = "there is no command {command!r}; choose one of {known}"
TO_TERMINAL = "a picture cannot be shown in the terminal; add --output FILE.png"
DISK_FULL = "the disk is full: {path} could not be written; free some space and try again"
NOT_WRITABLE = "{path} cannot be written ({reason}); choose another place"
PACKAGE_MISSING = "the package {name!r} is not installed; install it with: pip install {wanted}"
UNEXPECTED = "something went wrong inside spot-it ({kind}: {reason}); set SPOT_IT_TRACEBACK=1 to see where"
OUT_OF_MEMORY = "there is not enough memory; close other programs or use smaller pictures"

BROKEN_LINE = "{path} line {line}: {reason}; correct it and start again (nothing has been done)"
DUPLICATE_ID = "{path} line {line}: the id {id!r} is already on line {first}; ids must differ (nothing has been done)"
EMPTY_MANIFEST = "{path} names no pair"
NO_COMMON_NAMES = "{before} and {after} have no picture with the same file name"
ONLY_IN_ONE = "{count} pictures are in one of the folders only and are left out (the first: {path})"
TWO_SOURCES = "give one PAIRS.jsonl, or two folders; {path} is not a folder"
ONE_FOLDER = "{path} is a folder: name the second folder as well"
RESULTS_EXIST = "{path} already exists; add --resume to finish it, or --force to start again"
RESULTS_ARE_PAIRS = "{path} is the list of pairs itself; choose another file for the results"
RESULTS_BROKEN = "{path} line {line} is not a result; use --force to start again"
RESULTS_OF_OTHERS = "{path} line {line} has the id {id!r}, which the pairs do not have; use --force to start again"
RESULTS_TWICE = "{path} line {line} has the id {id!r} a second time; use --force to start again"
RESULTS_OTHER_PACK = "{path} was written with the pack {old!r}, not {new!r}; use --pack {old} or --force"
RESULTS_IN_USE = "another run is writing {path}; wait for it to end"
BATCH_DISK_FULL = "the disk is full after {done} results; free some space and run again with --resume"
BATCH_STOPPED = "stopped after {done} results; run again with --resume to finish"
BATCH_DONE = "{pairs} pairs: {changed} changed, {unchanged} unchanged, {errors} with an error"
BATCH_KEPT = "{count} results are there already"
WORKER_DIED = "the worker process died twice on this pair ({reason})"
WORKER_NOT_STARTED = "a worker process ended before its first pair ({reason}); try again with fewer --workers"

BAD_LINE = "{path} line {line}: {reason}; correct it and start again"
SAME_ID = "{path} line {line}: the id {id!r} is already on line {first}; ids must differ"
NOT_IN_FORMAT = "{path} is not in the expected format: {reason}"
NONE_OF_FILES = "{path} has none of these files: {names}; name the folder that does"
NO_SPLIT = "there is no split {split!r}; choose one of {known} with --split"
EMPTY_SPLIT = "{path}: the split {split!r} has nothing in it"
LEFT_OUT_SILENT = "{count} pairs are left out, as nobody described them (the first: {id})"
WHICH_DATASET = "{path} is a folder; say with --dataset NAME whose files it holds, or name a PAIRS.jsonl"
SINGLE_PICTURES = "the data set {name!r} has single pictures, not pairs: nothing can have changed in them"
BAD_ANSWER = "{path} {where} {place} is not a result: {reason}"
SAME_ANSWER = "{path} {where} {place}: the id {id!r} is already at {where} {first}; score one answer a pair"
NO_ANSWERS = "{path} has no result in it"
UNKNOWN_ANSWERS = "{path} has {count} ids that the pairs do not have (the first: {id!r}); check pairs and split"
MISSING_ANSWERS = "{path} has no answer for {count} of {total} pairs (the first: {id!r}); add them, or use --partial"
PARTIAL = "{count} of {total} pairs have no answer and are left out"
FAILED_ANSWERS = "{count} answers are errors and count as wrong in every measure: {ids}"
EMPTY_ANSWERS = "{count} captions are empty and count as wrong in every measure: {ids}"
SOME_REFERENCES = "{count} pairs have no reference captions (the first: {id!r}); add some, or leave the pairs out"
NOTHING_TO_MEASURE = "nothing can be measured. {reason}"
NO_REFERENCES = "No pair has reference captions, so that words are not scored."
NO_CAPTION_METRICS = "Words are not scored: pycocoevalcap is not installed; pip install 'spot-it[evaluate]'."
NO_SENTENCE_FACTS = "Facts in sentences are not judged: spaCy is not installed; pip install 'spot-it[language]'."
NO_TREEBANK = "The field's tokenizer does not run ({reason}); install Java, for example with apt install default-jre."
NO_METEOR = "METEOR is left out ({reason}); it needs Java and 2 GB of memory."
NO_LEARNING_CURVE = "no learning curve is drawn, as matplotlib is not installed; install it with pip install matplotlib"
RUN_EXISTS = "{path} holds an unfinished or finished run; go on with --resume, or name another folder with --out"
OTHER_RUN = "{path} is of a run with other data or settings; give the same ones, or name another folder with --out"
CHECKPOINT_DAMAGED = "{path} is no checkpoint or is damaged; delete it, or name another folder with --out"
RESUME_WHAT = "--resume goes on with the run of a folder; name it with --out"
NO_CAPTIONS = "{path} has too few captions to learn from; at least two pairs need some"
RENDERING_STANDS_STILL = (
    "no scene was finished in {minutes:.0f} minutes, the next one is {number}; "
    "see whether there is memory enough and run the command again, which goes on"
)
NO_SPICE = "SPICE is left out ({reason}); pycocoevalcap's README says how to set it up."

_EXTRAS = {"cv2": "vision", "torch": "train", "torchvision": "train", "spacy": "language", "sklearn": "language"}
"""Which of our extras brings a package whose name is not that of its distribution, or that needs company."""


def package_missing(name: str) -> SpotItError:
    """What to tell the user about a module that cannot be imported."""
    wanted = f"'spot-it[{_EXTRAS[name]}]'" if name in _EXTRAS else name
    return error(PACKAGE_MISSING, name=name, wanted=wanted)


def error(template: str, **values: object) -> SpotItError:
    """The exception for a template."""
    return SpotItError(_fill(template, values))


def notice(template: str, **values: object) -> None:
    """Print one line to stderr; work goes on."""
    print(f"pipeline: {_fill(template, values)}", file=sys.stderr)


def _fill(template: str, values: dict[str, object]) -> str:
    """Fill a template so that it stays one printable line, whatever the values hold."""
    text = template.format(**values)
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
