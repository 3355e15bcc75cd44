"""Opens every page of a PDF within limits on time and memory; run as a program of its own.

PDFium cannot be interrupted.  A file that may never end is opened here first (standard input: the file);
where a limit is hit the system ends this program.  It imports nothing of ours.
"""

from __future__ import annotations

import resource
import sys

from pypdfium2 import raw

MAX_PAGES = 300
_MEMORY = 250 << 20  # of address space, of which Python and PDFium take an eighth
_CPU_SECONDS = 12


def main() -> None:
    """Open the pages; that the file is damaged or encrypted is for the reader to say."""
    data = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY + len(data), _MEMORY + len(data)))
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    for number in range(min(raw.FPDF_GetPageCount(document) if document else 0, MAX_PAGES)):
        page = raw.FPDF_LoadPage(document, number)
        text_page = raw.FPDFText_LoadPage(page) if page else None
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        if page:
            raw.FPDF_ClosePage(page)


if __name__ == "__main__":
    main()
