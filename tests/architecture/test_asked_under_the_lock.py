"""Who waited for a child's row is asked anew: a service locks first and asks for the right after.

It reads the source, since a wait is what no ordinary test has.
"""

import ast

import pytest

from .source import ROOT, named, parsed, source_files

SERVICES = [path for path in source_files() if "services" in path.relative_to(ROOT).parts]
LOCKS = ("lock_pupil", "lock_visible_pupil", "lock_pep")


def name_of(call: ast.Call) -> str:
    """What is called: a function's name, or a method's."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls_in(node: ast.AST) -> list[ast.Call]:
    """The calls as they stand in the text."""
    calls = [inner for inner in ast.walk(node) if isinstance(inner, ast.Call)]
    return sorted(calls, key=place_of)


def place_of(call: ast.Call) -> tuple[int, int]:
    """Line and column."""
    return call.lineno, call.col_offset


def asked_too_early(tree: ast.AST) -> list[ast.AST]:
    """Each question for a right before which its own function takes no lock, or after which it
    takes one, and each lock that asks who may see the child in the same statement."""
    wrong: list[ast.AST] = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = calls_in(function)
        locks = [call for call in calls if name_of(call).startswith(LOCKS)]
        wrong += [
            call
            for call in calls
            if name_of(call) == "require_for"
            and not (locks and place_of(locks[-1]) < place_of(call))
        ]
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Assign | ast.Return | ast.Expr):
            names = {name_of(call) for call in calls_in(statement)}
            if {"visible_to", "select_for_update"} <= names:
                wrong.append(statement)
    return wrong


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_right_is_asked_for_below_the_lock(path):
    assert [named(path, node) for node in asked_too_early(parsed(path))] == []


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("lock_pupil(p); require_for(a, P, p)", 0),
        ("require_for(a, P, p); lock_pupil(p)", 1),
        ("require_for(a, P, p)", 1),
        ("lock_pupil(p) if a is None else require_for(a, P, p); lock_visible_pupil(p)", 1),
        ("return Pupil.objects.visible_to(a).select_for_update().first()", 1),
    ],
)
def test_the_reading_finds_what_it_looks_for(body, number):
    assert len(asked_too_early(ast.parse(f"def write(a, p):\n    {body}"))) == number
