"""Frames of one camera, watched."""

FRAME_LEFT_OUT = "{path} is passed over: {reason}"
ONE_FRAME = "{path} is not a folder: name a folder, a video, two pictures or more, or a --reference"
NO_FRAMES = "nothing has a name like {path}: name a folder, a video, or pictures"
NO_VIDEO = "{path} is no video that can be read: {reason}"
WATCHING = "watching {path} until Ctrl-C; each picture is compared with {other}"
CONFIRM_WITHOUT_REFERENCE = (
    "--confirm needs --reference or --lasting: against the last picture, each change is seen once only"
)
FRAME_RESTLESS = "{path} changes faster than it can be read; write each picture under another name and rename it"
NOT_LOOKED_AT = "{path} is not looked at, and others like it: {reason}"
NO_JOURNAL = "line {line} of {path} is no entry of a journal: name another file for --journal"
JOURNAL_UNUSABLE = "{path} cannot be used as a journal ({reason}): name another file for --journal"
JOURNAL_OF_OTHER_PROGRAM = "what {path} remembers cannot be read: name another file for --journal"
