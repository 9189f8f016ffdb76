"""No view reaches rows except through `visible_to`, read off the syntax tree."""

import ast
from pathlib import Path

import pytest

from .source import named, parsed, source_files

# Settings on the national register are public; they say nothing about a child.
PUBLIC_MODELS = {"EducationSetting", "Authority"}
VIEW_FILES = ("views", "pages", "forms", "filters", "tabs", "context", "api")


def is_view_file(path: Path) -> bool:
    folders = () if path.parts[-3:-1] == ("vsh", "api") else path.parts[-3:-1]  # an app, all rooms
    return any(
        part == name or part.startswith(f"{name}_") or part.endswith(f"_{name}")
        for part in (path.stem, *folders)
        for name in VIEW_FILES
    )


def unscoped(tree: ast.Module) -> list[ast.AST]:
    """Uses of a manager that are not followed by `.visible_to(`, and models handed over whole."""
    scoped = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {
            "objects",
            "_default_manager",
            "_base_manager",
        }:
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if owner not in PUBLIC_MODELS and id(node) not in scoped:
                found.append(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            is_model = isinstance(first, ast.Name) and first.id[:1].isupper()
            if node.func.id in {"get_object_or_404", "get_list_or_404"} and is_model:
                found.append(node)
    return found


VIEWS = [path for path in source_files() if is_view_file(path)]


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: "/".join(path.parts[-3:]))
def test_view_reaches_rows_through_visible_to_only(path):
    assert [named(path, node) for node in unscoped(parsed(path))] == []


def test_there_are_views_to_check():
    assert len(VIEWS) > 5


@pytest.mark.parametrize(
    "line",
    [
        "Pupil.objects.get(ref=ref)",
        "Pupil.objects.filter(ref=ref).visible_to(user)",
        "get_object_or_404(Pupil, ref=ref)",
        "Pupil._default_manager.all()",
    ],
)
def test_the_check_catches(line):
    assert unscoped(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "get_object_or_404(Pupil.objects.visible_to(user), ref=ref)",
        "EducationSetting.objects.matching(text)",
    ],
)
def test_the_check_lets_pass(line):
    assert not unscoped(ast.parse(line))
