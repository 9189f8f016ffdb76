"""A child's words are printed in whatever writing they are, and inside the page."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from peps.reading.fonts import faces, faces_for
from peps.reading.pdf import pdf_of

OURS = "Atkinson Hyperlegible Next"
OTHER_WRITING = {
    "Łukasz, Öztürk, Şahin, Škoda": "Atkinson Hyperlegible Next latin-ext",
    "Nguyễn Thị": "Noto Sans vietnamese",
    "Привіт, школо": "Noto Sans cyrillic",
    "Καλημέρα": "Noto Sans greek",
    "مرحبا سلام زانکۆ": "Noto Sans Arabic",
    "ትግርኛ ሰላም": "Noto Sans Ethiopic",
    "আমি ফুটবল খেলি": "Noto Sans Bengali",
    "नमस्ते": "Noto Sans Devanagari",
    "ਸਤ ਸ੍ਰੀ ਅਕਾਲ": "Noto Sans Gurmukhi",
    "નમસ્તે": "Noto Sans Gujarati",
    "வணக்கம்": "Noto Sans Tamil",
    "నమస్తే": "Noto Sans Telugu",
    "ನಮಸ್ಕಾರ": "Noto Sans Kannada",
    "നമസ്കാരം": "Noto Sans Malayalam",
    "ආයුබෝවන්": "Noto Sans Sinhala",
    "שלום": "Noto Sans Hebrew",
    "გამარჯობა": "Noto Sans Georgian",
    "Բարեւ": "Noto Sans Armenian",
    "สวัสดี": "Noto Sans Thai",
    "ສະບາຍດີ": "Noto Sans Lao",
    "សួស្តី": "Noto Sans Khmer",
    "မင်္ဂလာပါ": "Noto Sans Myanmar",
    "我喜欢学校 ひらがな": "Noto Sans SC",
    "⚽ 👍🏽 🐶 👨‍👩‍👧‍👦 ❤️ 1️⃣": "Noto Emoji",
    "→ ★ ✓ ≤": "Noto Sans Math",
    "✗": "Noto Sans Symbols 2",
}


def test_words_in_every_writing_are_printed_with_our_fonts_and_no_box() -> None:
    document = PdfReader(BytesIO(pdf_of(page_with(*OTHER_WRITING))))
    fonts = fonts_of(document)
    assert fonts == {name.replace("-", " ") for name in {OURS, *OTHER_WRITING.values()}}
    assert 0 not in glyphs_of(document), "a box in place of a character"


@pytest.mark.parametrize(("words", "family"), OTHER_WRITING.items())
def test_only_the_fonts_that_a_page_needs_are_read(words: str, family: str) -> None:
    assert family in {face.family for face in faces_for(words)[1:]}
    assert len(faces_for(words)) <= 3


def test_each_font_has_a_name_of_its_own() -> None:
    """Of two with one name the PDF's maker draws the letters of the one with the other."""
    names = [face.family for face in faces()]
    assert len(set(names)) == len(names)


def test_plain_english_needs_no_other_font() -> None:
    assert faces_for("I’m good at maths – “really” £5 é ½ …") == faces()[:1]


def test_a_long_word_stays_inside_the_page() -> None:
    document = PdfReader(BytesIO(pdf_of(page_with("Yes" + "s" * 300))))
    assert max(len(line) // 4 for line in lines_of(document)) < 120  # letters


def page_with(*words: str) -> str:
    paragraphs = "".join(f"<p>{one}</p>" for one in words)
    return f'<html lang="en-GB"><head><title>Plan</title></head><body>{paragraphs}</body></html>'


def fonts_of(document: PdfReader) -> set[str]:
    """The embedded fonts by their names, without the mark of a part and of a drawn boldness."""
    found = (font for page in document.pages for font in page["/Resources"]["/Font"].values())
    names = (str(font.get_object()["/BaseFont"]) for font in found)
    return {
        name.partition("+")[2].removesuffix("-Bold").rstrip(",").replace("-", " ") for name in names
    }


def glyphs_of(document: PdfReader) -> set[int]:
    """The numbers of the glyphs that are drawn; 0 is the box."""
    return {
        int(line[at : at + 4], 16) for line in lines_of(document) for at in range(0, len(line), 4)
    }


def lines_of(document: PdfReader) -> list[str]:
    """What is drawn in one go, four hexadecimal digits for each glyph."""
    contents = (page.get_contents().get_data().decode("latin-1") for page in document.pages)
    shown = (line for content in contents for line in re.findall(r"\[(<.*?>.*?)\] TJ", content))
    return ["".join(re.findall(r"<([0-9a-fA-F]+)>", line)) for line in shown]
