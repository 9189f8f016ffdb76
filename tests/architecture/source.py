"""The source files of the product, and the floor on which each lies."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the ground up; parts on one line do not lie on one another.
FLOORS = [
    ("vsh/govuk", "vsh/tables", "vsh/embedded", "vsh/history"),
    ("vsh/organisations",),
    ("vsh/calendars",),
    ("vsh/accounts",),
    ("vsh/audit", "vsh/notices"),
    ("vsh/intake",),
    ("pupils",),
    ("placements",),
    ("peps",),
    ("reporting",),
]


def floor_of(path: Path) -> int:
    """The floor of a source file; -1 for the roof, which knows everything."""
    inside = path.relative_to(ROOT).as_posix()
    for number, parts in enumerate(FLOORS):
        if inside.startswith(tuple(f"{part}/" for part in parts)):
            return number
    return -1


def source_files(*, without: tuple[str, ...] = ("migrations",)) -> Iterator[Path]:
    """Every Python file of the product, tests and migrations left out."""
    for top in ("vsh", "pupils", "placements", "peps", "reporting"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if not set(path.parts) & set(without):
                yield path


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path, node: ast.AST) -> str:
    """Where a node stands, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
