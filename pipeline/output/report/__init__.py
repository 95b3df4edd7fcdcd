"""The report: one HTML page that shows a sentence and all that it rests on, and needs no other file."""

from pipeline.output.report.page import report_page, report_section

__all__ = ["report_page", "report_section"]
