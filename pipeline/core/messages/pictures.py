"""Pictures, and what of them is left out."""

NO_SUCH_FILE = "{path}: there is no such file; check the path"
IS_A_FOLDER = "{path} is a folder, not a picture; name a file inside it"
NOT_A_FILE = "{path} is not an ordinary file; save the picture to disk and name that file"
NOT_READABLE = "{path} cannot be read ({reason}); check its permissions"
NO_WRITER = (
    "{path} is a pipe, and nobody writes to it within {seconds:g} seconds; start what writes to it, or name a file"
)
EMPTY_FILE = "{path} is empty; copy the picture again"
IS_A_DOCUMENT = "{path} is a document: `pipeline run` and `pipeline batch` compare documents page by page"
TOO_MANY_PAGES = "{path} has more than {most} pages; split it"
DAMAGED_DOCUMENT = "{path} is damaged or cut short ({reason}); copy or export the document again"
DOCUMENT_LOCKED = "{path} is locked with a password; save a copy without one"
DOCUMENT_SLOW = "{path} takes too much time or memory to draw; export the document again"
OF_PAGE = "{page}: {reason}"
NOT_A_PICTURE = "{path} is not a picture in a format that can be read; use PNG, JPEG, WebP, TIFF, BMP or GIF"
DAMAGED_PICTURE = "{path} is damaged or cut short ({reason}); copy or export the picture again"
TOO_SMALL = "{path} is {width}x{height} pixels; a picture needs at least {least} pixels a side"
TOO_LARGE = "{path} is larger than {most} megapixels; make it smaller and try again"
COLOUR_MODE = "{path} has the colour mode {mode}, which cannot be converted; save it as RGB"
UNSAFE_FORMAT = "{path} is in the format {format}, which runs a program to be drawn; save it as PNG"
FIRST_FRAME = "{path} has several frames; only the first is used"
NOT_AN_IMAGE_ARRAY = (
    "an array of {dtype} with the shape {shape} is not one picture; give numbers of the shape (height, width), or "
    "(height, width, channels) with 1, 3 or 4 channels"
)
VALUES_OUT_OF_RANGE = (
    "an array of {dtype} must hold values from 0 to {most:g}, not {least} to {greatest}; scale it first"
)
NO_PICTURE_TYPE = "a {kind} is not a picture; give a path, an array, a tensor, a Pillow image, bytes or an open file"
TEXT_STREAM = "{path} is open as text; open it in binary mode, as in open(path, 'rb')"
NOT_A_FILE_NAME = "{path} is an address, not a file; download it and name the file"
DIFFERENT_SHAPES = (
    "{before} is {before_size} pixels and {after} is {after_size}: the shapes differ too much to be two views "
    "from one camera; crop them to the same proportions"
)
BAD_AREA = "--ignore {value!r} is neither a mask file nor four numbers x0,y0,x1,y1 with x0 < x1 and y0 < y1"
BAD_WORDS = (
    "--ignore-text {value!r} is neither a regular expression ({reason}) nor one of the names: {known}; "
    "write \\ before a sign that is meant as such"
)
WORDS_UNREAD = (
    "--ignore-text needs words to be read, which the pack {name} does not here; {command}, and compare screenshots"
)
MASK_SHAPE = "the mask {path} is {mask_size} pixels, which does not fit a picture of {size}; draw it on the picture"
TOO_MANY_SCANS = "{path} is a JPEG of {scans} scans, which would take very long to decode; save the picture anew"
OWN_RANGE = "{path} uses values from {low} to {high}: these are taken for black and white"
