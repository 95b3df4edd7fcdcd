"""Documents: files of several pages, each page a picture.  PDF through PDFium, TIFF through Pillow."""

from pipeline.core.documents.document import Document
from pipeline.core.documents.opened import is_document, open_document

__all__ = ["Document", "is_document", "open_document"]
