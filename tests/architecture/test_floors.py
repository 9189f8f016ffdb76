"""What an import linter cannot see: look-ups by name from a lower floor into a higher one."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

from .source import ROOT, floor_of, named, parsed, source_files


def higher_names() -> dict[str, int]:
    """Names by which a lower model is asked for rows of a higher floor, with that floor."""
    names: dict[str, int] = {}
    for model in apps.get_models():
        path = Path(apps.get_app_config(model._meta.app_label).path)
        if not path.is_relative_to(ROOT) or "site-packages" in path.parts:
            continue
        for relation in model._meta.related_objects:
            other = Path(apps.get_app_config(relation.related_model._meta.app_label).path)
            if "site-packages" in other.parts or relation.related_name == "+":
                continue
            if floor_of(other / "x") > floor_of(path / "x"):
                names[relation.field.related_query_name()] = floor_of(other / "x")
    return names


def lookups(tree: ast.Module) -> list[tuple[ast.AST, str]]:
    """Every relation named in a string, a keyword argument or an attribute of a query."""
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
            found.append((node, node.value.lstrip("-").split("__")[0]))
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg and "__" in keyword.arg:
                    found += [(node, part) for part in keyword.arg.split("__")]
            if isinstance(node.func, ast.Attribute) and node.func.attr in {
                "prefetch_related",
                "select_related",
                "values",
                "values_list",
            }:
                found += [
                    (node, argument.value.split("__")[0])
                    for argument in node.args
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                ]
    return found


@pytest.mark.parametrize("path", list(source_files()), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_look_up_from_a_lower_floor_into_a_higher_one(path):
    forbidden = {name for name, floor in higher_names().items() if floor > floor_of(path) >= 0}
    wrong = [
        f"{named(path, node)} {name}" for node, name in lookups(parsed(path)) if name in forbidden
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "app",
    [
        app
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT) and "site-packages" not in app.path
    ],
    ids=lambda app: app.name,
)
def test_every_app_of_ours_lies_on_a_floor(app):
    assert floor_of(Path(app.path) / "models.py") >= 0


def test_backups_lie_on_the_ground():
    ground = floor_of(ROOT / "vsh" / "organisations" / "models.py")
    assert 0 <= floor_of(ROOT / "vsh" / "backups" / "restore.py") < ground
    assert floor_of(ROOT / "vsh" / "celery.py") == -1


def test_the_check_knows_names_of_higher_floors():
    assert "peps" in higher_names()


def test_the_check_catches_a_look_up():
    tree = ast.parse("Pupil.objects.filter(peps__state='complete')")
    assert "peps" in [name for _, name in lookups(tree)]
