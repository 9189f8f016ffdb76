"""The copy of a plan for one reader as an accessible PDF, from the same letter as its page."""

from django.template.loader import render_to_string

from peps.reading.copies import Copy
from peps.schema.speakers import Purpose
from peps.voice.readers import readers_of


def page_of_copy(
    copy: Copy, reader: Purpose, *, is_young: bool = False, is_whole: bool = True
) -> str:
    """The page of which the PDF is made: a child's begins with the plan in short, and holds the
    rest only with `is_whole`."""
    is_child = reader is Purpose.CHILD
    context = {
        "copy": copy,
        "pep": copy.letter.pep,
        "letter": copy.letter,
        "is_child": is_child,
        "is_young": is_young,
        "is_whole": is_whole and not is_young,
        "people": readers_of(copy.letter.pep).named if is_child else [],
        "reader": reader,
    }
    return render_to_string("say/plan_pdf.html", context)


def pdf_of_copy(
    copy: Copy, reader: Purpose, *, is_young: bool = False, is_whole: bool = True
) -> bytes:
    """The page as PDF/UA-1."""
    from peps.reading.pdf import pdf_of  # loads WeasyPrint, which nothing else of the page needs

    page = page_of_copy(copy, reader, is_young=is_young, is_whole=is_whole)
    return pdf_of(page, copy.pictures)
