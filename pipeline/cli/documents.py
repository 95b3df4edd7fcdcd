"""`pipeline run` of two documents, page by page."""

from __future__ import annotations

from argparse import Namespace

from pipeline.cli.forms import form_of, json_text
from pipeline.cli.options import captioner_of, deliver, say_hidden
from pipeline.core import messages
from pipeline.core.pictures import Source
from pipeline.flow.documents import DocumentDescription, describe_documents

_FORMS = ("text", "json", "html")


def run_documents(arguments: Namespace, before: Source, after: Source) -> int:
    """Print what changed, or all of it in the form that was asked for."""
    form = form_of("json" if arguments.json else None, arguments.output, _FORMS, "text")
    if arguments.objects_before or arguments.objects_after:
        raise messages.error(messages.OBJECTS_OF_DOCUMENTS)
    described = describe_documents(captioner_of(arguments), before, after, arguments.all)
    if arguments.report is not None:
        deliver(_shown("html", described, arguments), arguments.report)
    deliver(_shown(form, described, arguments), arguments.output)
    say_hidden(described.hidden)
    return int(arguments.fail_on_change and described.changed)


def _shown(form: str, described: DocumentDescription, arguments: Namespace) -> str:
    if form == "text":
        return described.caption
    from pipeline.output.documents import document_json, document_page

    if form == "html":
        return document_page(described, arguments.before, arguments.after)
    return json_text(document_json(described, arguments.before, arguments.after), arguments.output)
