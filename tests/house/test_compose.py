"""docker-compose.yml: what it promises, and that its commands run (no Docker engine needed)."""

import re

import pytest

from tests.production import COMPOSE_FILE, compose, production
from vsh.embedded.paths import PROJECT_DIR

OURS = ("web", "worker", "beat", "migrate")


@pytest.fixture(scope="module")
def services():
    return compose()["services"]


def test_every_process_of_production_is_there(services):
    assert set(services) == {*OURS, "proxy", "postgres", "redis"}
    assert services["postgres"]["image"] == "postgres:18"


def test_only_the_proxy_is_reachable_from_outside(services):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert compose()["networks"]["inside"] == {"internal": True}


def test_web_has_the_lesser_database_role_and_the_others_the_owner(services):
    assert services["web"]["environment"]["DATABASE_URL"].startswith("postgres://vsh_web:")
    for name in ("worker", "beat", "migrate"):
        assert services[name]["environment"]["DATABASE_URL"].startswith("postgres://vsh_owner:")


def test_our_processes_run_without_privileges(services):
    for name in OURS:
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["read_only"] is True
    assert "\nUSER vsh\n" in (PROJECT_DIR / "Dockerfile").read_text()


def test_image_and_compose_file_say_that_they_are_production(services):
    assert "\nENV VSH_PRODUCTION=1\n" in (PROJECT_DIR / "Dockerfile").read_text()
    for name in OURS:
        assert services[name]["environment"]["VSH_PRODUCTION"] == "1"


def test_no_secret_is_written_down_and_every_variable_is_in_the_example():
    text = COMPOSE_FILE.read_text()
    used = set(re.findall(r"\$\{([A-Z_]+)[:}]", text))
    example = (PROJECT_DIR / "docs" / "deploy" / "example.env").read_text()
    assert used == set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    for name in re.findall(r"^([A-Z_]*(?:PASSWORD|KEY))=(.+)$", example, re.MULTILINE):
        pytest.fail(f"the example gives a value for {name[0]}")
    secrets = re.findall(r"^ +(?:\w*PASSWORD|SECRET_KEY|BACKUP_KEY): (.*)$", text, re.MULTILINE)
    assert secrets
    assert all(value.startswith("${") for value in secrets)


def test_files_that_compose_mounts_exist(services):
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (PROJECT_DIR / source).is_file()


def test_the_commands_of_the_compose_file_serve_pages():
    with production() as system:
        system.start()
        system.wait_for_trouble(set())
        assert system.get("/healthz")[0] == 200
        status, page = system.get("/account/login/")
        assert status == 200
        assert "<h1" in page
        assert "vsh." in page  # the style sheet's collected name carries a hash
