"""Packs, and what is fetched for them."""

NO_PACK = "there is no pack {name!r}{hint}; choose one of {known}, or give the path of a pack's folder"
NO_STYLE = "there is no style {name!r}{hint}; choose one of {known}"
PACK_WITHOUT_CONFIG = "{path} is not a pack: it has no config.toml"
PACK_CONFIG = "the pack's {path} cannot be used: {reason}; correct it or install the pack again"
PACK_FILE_MISSING = "the pack {name!r} lacks its file {path}; install the pack again"
WEIGHTS_APART = (
    "{file} of the pack {name!r} comes apart, as only torch needs it: run `{command}`, "
    "or `pip install ./extras/torch-weights` in a checkout"
)
PACK_FILE_KEPT = "{path} belongs to a pack and is not written over: name another file, or train with --force"
PACK_FILE_CORRUPT = "the pack {name!r} is corrupted: {path} does not match its checksum; install the pack again"
PACK_WITHOUT_CALIBRATION = (
    "the pack {name!r} has no calibration_file under [detector.rcnn] in its config.toml; name a pack that has"
)
NO_SUCH_DETECTOR = "there is no detector {model!r}{hint}; choose one of {known}, or name a file with --weights"
DETECTOR_AND_WEIGHTS = "--detector and --weights both name a detector: leave one out"
NO_WEIGHTS = (
    "the pack {name!r} has no detector weights and none could be fetched: changes are found, but not named; "
    "run `pipeline packs fetch {name}`, or name a file with --weights"
)
WEIGHTS_UNUSED = "the pack {name!r} takes no --weights; leave it out, or choose a pack that does"
CLASSIFIER_UNUSED = "the pack {name!r} takes no --classifier; leave it out, or choose a pack that does"
NOTHING_TO_FETCH = "the pack {name!r} has nothing to fetch; packs that do: {known}"
NO_SUCH_MODEL = "the pack {name!r} has no model {model!r}{hint}; choose one of {known}"
FETCHED = "{path} is complete"
FETCH_FAILED = "{url} cannot be fetched ({reason}); try again, or name a file that you have with --weights"
FETCH_CORRUPT = "what came from {url} is not the file that was published: nothing is kept; try again"
PACKS_LEFT_OUT = "packs in {path} are left out: it cannot be read ({reason}); correct SPOT_IT_PACKS or its permissions"
WEIGHTS_DAMAGED = "{path} is not the file that was published and is not used; run `pipeline packs fetch {name}`"
FETCH_TOO_SLOW = "{url} comes too slowly; what arrived is kept: try again, or name a file with --weights"
SHOW_WHICH = "name the pack to show, as in `pipeline packs show blocks`; there are {known}"
BAD_WISH = "--at {value!r} is not understood: write recall=0.95 or false-alarms=0.001, with a share from 0 to 1"
WISH_NOT_REACHED = (
    "the pack {name!r} does not reach {measure}={share:g}: its curve ends at {reached:.4g}; ask for no more than that"
)
WISH_FINER = (
    "the curve of the pack {name!r} rests on {count} unchanged pairs, none of which raises an alarm there; "
    "{share:g} is less than one of them"
)
NO_CURVE = "the pack {name!r} has no measured curve for differ={differ}; leave out --at, or use --min-confidence"
