"""Every app and part of the product has its floor in the import contract."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from vsh.embedded.paths import PROJECT_DIR

CONTRACTS = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
(FLOORS,) = (found for found in CONTRACTS["contracts"] if found["id"] == "floors")
NAMED = {
    part.strip()
    for layer in FLOORS["layers"]
    for group in layer.split("|")
    for part in group.split(":")
}
PARTS = {
    f"vsh.{path.stem}"
    for path in (PROJECT_DIR / "vsh").iterdir()
    if (path / "__init__.py").exists() or (path.suffix == ".py" and path.stem != "__init__")
}
APPS = {
    config.name
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(PROJECT_DIR) and "site-packages" not in config.path
}


@pytest.mark.parametrize("name", sorted(PARTS | APPS))
def test_every_app_and_part_is_named_in_the_contract(name):
    assert name in NAMED


def test_the_contract_names_nothing_that_is_gone():
    assert NAMED == PARTS | APPS


def test_every_app_is_a_root_of_the_contract():
    assert set(CONTRACTS["root_packages"]) == {name.split(".")[0] for name in NAMED}
