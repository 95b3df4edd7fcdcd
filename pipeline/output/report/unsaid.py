"""What was seen and not said, and why."""

from __future__ import annotations

from pipeline.core.types import Description
from pipeline.output.naming import named
from pipeline.output.reasons import why
from pipeline.output.stated import stated_attributes


def unsaid(description: Description) -> list[str]:
    """A sentence for each reason to be silent about something."""
    analysis = description.analysis
    told = {number for candidate in description.candidates for number in candidate.changes}
    lines = []
    for number, change in enumerate(description.changes):
        if number not in told:
            name = named(change.label, stated_attributes(change))
            lines.append(f"Also found, not told because only the first change was asked for: {change.kind}, {name}.")
    for reason, count in analysis.hidden.items():
        told_of = f"{count} {'change is' if count == 1 else 'changes are'}"
        lines.append(f"{told_of} kept back because you asked for it: --{reason.replace('_', '-')}.")
    for side, graph in (("before", analysis.before), ("after", analysis.after)):
        if graph.faint:
            count = len(graph.faint)
            lines.append(
                f"In the picture {side}, {count} {'detection was' if count == 1 else 'detections were'} too weak or in "
                "an ignored area: nothing is said of them, but no object counts as vanished because of them."
            )
    rejected = [candidate for candidate in description.candidates if candidate.rejected]
    if rejected:
        lines.append(
            f"{len(rejected)} {'sentence was' if len(rejected) == 1 else 'sentences were'} turned down: the facts do "
            f"not bear them out, or their words fit several objects. One was: “{rejected[0].text}”"
        )
    return lines + why(analysis)
