"""The source files of the product, and the floor on which each lies."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
_LAYERS = next(
    contract["layers"]
    for contract in _CONTRACTS["importlinter"]["contracts"]
    if contract["id"] == "floors"
)
# From the ground up, as the import contract has them; the roof, its first line, left out.
FLOORS = [tuple(re.findall(r"[\w.]+", layer)) for layer in reversed(_LAYERS[1:])]


def floor_of(path: Path) -> int:
    """The floor of a source file; -1 for the roof, which knows everything."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for number, parts in enumerate(FLOORS):
        if any(module == part or module.startswith(f"{part}.") for part in parts):
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
