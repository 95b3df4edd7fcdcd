"""What else differs between two pictures, and why that is no change, or not told as one."""

TOO_LITTLE = "Too little can be seen to tell whether anything has changed."
PASSED_OVER = "{words}"

REASONS = {
    "identical": "The two pictures are equal to the last pixel",
    "camera": "The camera moved by {value:.0f} pixel{s}",
    "light": "The picture after is {value:.2f} times as bright",
    "warmth": "The light is {warmer}: {value:.2f} times as much red for its blue",
    "sharpness": "The picture after is {sharper}: it has {value:.2f} times the fine structure",
    "compression": "The picture {picture} is more strongly compressed: its blocks stand out by {value:.2f}",
    "colorless": "One picture is in black and white",
    "rendering": "{value:.0f} small places are drawn otherwise and show the same",
    "shadow": "The light has changed {place}, over {value:.0f} pixels",
    "faint": "Something changed {place}, too faintly to tell what, over {value:.0f} pixels",
    "small": "Something small changed {place}: {value:.0f} pixel{s}",
    "flicker": "{value:.0f} small places differ, as leaves, water, rain or noise do",
    "overlay": "What lies over the picture, as a clock does, differs {place}",
    "beyond": "The picture {picture} shows {value:.0f} pixel{s} more {place}, which the other does not",
    "doubt": "The {name} {place} may have {changed} (confidence {value:.2f})",
    "dark": "The picture {picture} is too dark: nothing is brighter than {value:.0f} of 255",
    "pale": "The picture {picture} is too pale: its values differ by {value:.0f} of 255",
    "restless": "{value:.0f} places move, and a change among them would not be seen",
    "apart": "The two pictures have only {value:.0%} of the view in common",
}
"""A clause for each kind of reason."""

CHANGED = {"add": "appeared", "drop": "gone", "move": "moved", "replace": "been replaced"}
"""What a doubted change is called; any other is of the attribute of that name."""
