"""Frames of one camera, watched."""

FRAME_LEFT_OUT = "{path} is passed over: {reason}"
ONE_FRAME = "{path} is not a folder: name a folder, two pictures or more, or a --reference"
CONFIRM_WITHOUT_REFERENCE = "--confirm needs --reference: against the last picture, each change is seen once only"
