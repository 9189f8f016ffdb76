"""The copy of a plan for one reader as an accessible PDF, from the same letter as its page."""

from django.template.loader import render_to_string

from peps.reading.copies import Copy
from peps.schema.speakers import Purpose


def page_of_copy(copy: Copy, reader: Purpose, *, is_young: bool = False) -> str:
    """The page of which the PDF is made."""
    context = {
        "copy": copy,
        "pep": copy.letter.pep,
        "letter": copy.letter,
        "is_child": reader is Purpose.CHILD,
        "is_young": is_young,
        "reader": reader,
    }
    return render_to_string("say/plan_pdf.html", context)


def pdf_of_copy(copy: Copy, reader: Purpose, *, is_young: bool = False) -> bytes:
    """The page as PDF/UA-1."""
    from peps.reading.pdf import pdf_of  # loads WeasyPrint, which nothing else of the page needs

    return pdf_of(page_of_copy(copy, reader, is_young=is_young))
