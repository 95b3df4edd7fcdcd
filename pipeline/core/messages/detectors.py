"""Detectors and their weights."""

NO_RCNN_FILE = "the rcnn detector needs the file of its {part}: choose a pack that has one"
NO_RCNN_WEIGHTS = "the rcnn_torch detector needs a weights file: choose a pack that has one"
RCNN_NO_GRAPH = "{path} is not a usable ONNX graph: install the pack again"
RCNN_OTHER_WEIGHTS = "{path} does not hold weights of this network: {remedy}"
NO_CALIBRATION = "{path} does not hold the detector's calibration: install the pack again"
NO_SUCH_WEIGHTS = "there is no weights file {path}: check the name"
WEIGHTS_NO_FILE = "{path} is a folder, a pipe or a device and no file of weights: copy them to a file and name that"
ONNX_WITHOUT_WEIGHTS = (
    "the onnx detector has no weights: name a YOLOX-style ONNX file with --weights FILE or SPOT_IT_WEIGHTS"
)
ONNX_UNREADABLE = "{path} is not a readable ONNX model: name another file"
ONNX_NO_NUMBERS = "{path} holds weights that are no numbers: export or download it again"
ONNX_INPUT = "{path} does not take one batch of pictures: name a YOLOX-style ONNX file"
ONNX_OUTPUT = (
    "{path} is no YOLOX-style detector of {classes} classes: its output has the shape {shape} and not "
    "{expected}; name another file"
)
NO_SUCH_CLASSIFIER = "there is no classifier {path}: check the name given with --classifier"
CLASSIFIER_INPUT = "{path} does not take RGB pictures of one size: name a classifier of ImageNet's classes"
CLASSIFIER_OUTPUT = (
    "{path} is no classifier of ImageNet's {classes} classes: its output has the shape {shape}; name another file"
)
CLASSIFIER_NO_NUMBERS = "the classifier {path} gives no numbers: name another file"
TORCHVISION_WITHOUT_WEIGHTS = 'the torchvision detector has no weights: give weights="DEFAULT" or the name of a file'
TORCHVISION_MISSING = "the torchvision detector needs torchvision: pip install torch torchvision"
TORCHVISION_MODEL = "torchvision has no detector {model!r}: choose one of {known}"
TORCHVISION_WEIGHTS = "{model} has no weights {weights!r}: choose one of {known}, or a file"
TORCHVISION_DOWNLOAD = (
    "the weights of {model} could not be downloaded ({reason}): connect to the network once, or give weights= a file"
)
TORCHVISION_OTHER_WEIGHTS = "{path} does not hold the weights of this model ({reason})"
NO_CONTRIBUTED_OPENCV = (
    "selective search needs OpenCV's contributed modules: pip install opencv-contrib-python-headless"
)
RCNN_OTHER_GRAPH = "{path} is not the {part} of an R-CNN of ours: install the pack again"
RCNN_NO_NUMBERS = "the detector's weights give no numbers for this picture: install the pack again"
NOTHING_GIVEN = "detector=given has no objects of this picture: name them with --objects-before and --objects-after"
NO_OBJECTS_GIVEN = (
    "{path} cannot be read as objects ({reason}): give COCO annotations, or what `pipeline inspect` writes"
)
ONE_SIDE_GIVEN = "--objects-before and --objects-after belong together: name both"
SCREEN_NEEDS = "the screen detector needs the file of its network: choose a pack that has one"
SCREEN_NO_GRAPH = "{path} is not a usable ONNX graph: install the pack again"
