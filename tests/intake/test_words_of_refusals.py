"""Every refusal of every importer says what to do: read from the source, so that none is missed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMPORTERS = sorted(
    path
    for folder in ("pupils/imports", "vsh/calendars/imports", "vsh/organisations/imports")
    for path in (ROOT / folder).rglob("*.py")
) + [
    ROOT / f"vsh/tables/{name}.py"
    for name in ("cells", "elements", "encoding", "layouts", "reading")
]
REFUSING = {
    *("refuse", "_refuse", "CellError", "UnreadableFile", "Problem", "ContradictionError"),
    *("CareContradictionError", "_problem", "_twice", "_again", "_not_a_date"),
}
WHAT_TO_DO = re.compile(
    r"\b(Add|Ask|Change|Check|Choose|Close|Correct|Divide|Fill|Give|Keep|Leave|Load|Open|Save|Say|"
    r"Send|Shorten|Tell|Use|Write|must)\b|\b(load|check|correct|leave|choose|give|write) "
)


def refusals() -> Iterator[tuple[str, str]]:
    for path in IMPORTERS:
        for node in ast.walk(ast.parse(path.read_text())):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Assign) and _name(node.targets[0]) == "message":
                parts = [node.value]
            elif isinstance(node, ast.Call) and _name(node.func) in REFUSING:
                given = {word.arg: word.value for word in node.keywords}
                # With a level it is a doubt, or a fact worth knowing.
                parts = [] if "level" in given else [*node.args, *given.values()]
            for text in map(_text, parts):
                if " " in text and not text.endswith("(code)"):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", None) or getattr(function, "id", "")


def _text(part: ast.expr) -> str:
    """The words of a literal; a name within it stands as {name}."""
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return part.value
    if isinstance(part, ast.JoinedStr):
        return "".join(
            piece.value if isinstance(piece, ast.Constant) else f"{{{ast.unparse(piece.value)}}}"
            for piece in part.values
        )
    return ""


def test_the_refusals_are_found():
    assert len(list(refusals())) > 80


@pytest.mark.parametrize(("place", "words"), list(refusals()))
def test_each_refusal_says_what_to_do(place, words):
    assert WHAT_TO_DO.search(words) or "_SAVE_AS_CSV" in words or "error.message" in words, place
