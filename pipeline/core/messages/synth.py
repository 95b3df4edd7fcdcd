"""Rendering."""

RENDERING_STANDS_STILL = (
    "no scene was finished in {minutes:.0f} minutes, the next one is {number}; "
    "see whether there is memory enough and run the command again, which goes on"
)
OTHER_ORDER = "{path} was made with other settings (see order.json in it): choose another folder"
NO_SUCH_KIND = "there is no kind of change {kind!r}: choose from {known}"
NOTHING_TO_RENDER = "nothing to render: the count must be at least 1"
TOO_NARROW = "the width must be at least {least} pixels, or objects cannot be told apart"
NO_RENDERER = "there is no renderer {renderer!r}: choose one of {known}"
RENDERER_NEEDS = "the renderer {renderer} needs the package {package}: install it with pip and try again"
ORDER_DAMAGED = "{path} is damaged ({reason}); delete it if the settings are the same, or choose another folder"
NEGATIVE_SEED = "the seed must not be negative: choose a whole number from 0"
NO_PAGES_TO_RENDER = "nothing to render: choose a count from 1 and kinds among {known}"
NO_PAGE_SHOWN = "the browser shows none of the pages drawn: choose another seed, or another folder of pages"
NO_PAGE_FOR_CHANGE = "no page drawn lends itself to any change of {kinds}: choose another seed, or other pages"
KIND_GIVEN_UP = "none of {tries} pages lends itself to the change {kind!r}; pairs of the other kinds take its place"
NO_CHROMIUM = "Chromium does not start: install it, or name its program in SPOT_IT_CHROMIUM"
NOT_OF_WORLD = "--{option} is not of the world {world}; leave it out"
NO_PAIRS_TO_COMPOSE = "nothing to compose: choose a count from 1 and kinds among {known}"
NOTHING_TO_CUT_OUT = (
    "{path} holds no pictures with things to cut out: name a folder of photographs with people and things"
)
NO_ROOM_FOR_CHANGE = "no picture has room for the change {kind!r}: add pictures, or choose another seed"
PICTURES_NEEDED = "the world photo is composed of photographs: name a folder of them with --pictures"
