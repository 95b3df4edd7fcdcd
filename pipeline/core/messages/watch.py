"""Frames of one camera, watched."""

FRAME_LEFT_OUT = "{path} is passed over: {reason}"
ONE_FRAME = "{path} is not a folder: name a folder, two pictures or more, or a --reference"
CONFIRM_WITHOUT_REFERENCE = "--confirm needs --reference: against the last picture, each change is seen once only"
FRAME_RESTLESS = "{path} changes faster than it can be read; write each picture under another name and rename it"
NOT_LOOKED_AT = "{path} is not looked at, and others like it: {reason}"
