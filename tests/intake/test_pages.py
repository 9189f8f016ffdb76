"""The pages of an import: upload, preview, confirm, progress, result, report; and for whom."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pupils.models import Pupil
from tests.pupils.imports.rolls import GIA, roll
from vsh.accounts.models import Membership
from vsh.audit.models import ReadLog
from vsh.calendars.models import CalendarEntry
from vsh.intake.models import ImportRun
from vsh.intake.progress import tell_progress

pytestmark = pytest.mark.django_db
BAD = {**GIA, "child_id": "N300", "upn": "", "legal_status": "Q9"}
LIST = reverse("intake:list")


def upload_of(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


@pytest.fixture
def upload(client, cast, django_capture_on_commit_callbacks):
    """Uploads files as somebody; their check runs when the request has been committed."""

    def send(*files: tuple[str, bytes], who: str = "data", **fields: str):
        client.force_login(cast.people[who])
        data = {"uploads": [upload_of(*file) for file in files], **fields}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(LIST, data)

    return send


@pytest.fixture
def press(client, django_capture_on_commit_callbacks):
    """Presses a button of an import's page."""

    def post(name: str, run: ImportRun):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse(f"intake:{name}", args=[run.ref]))

    return post


def page_of(client, run: ImportRun) -> str:
    return client.get(reverse("intake:run", args=[run.ref])).content.decode()


def test_a_file_is_checked_first_and_changes_nothing(client, upload):
    response = upload(("nightly.csv", roll(GIA, BAD)))
    run = ImportRun.objects.get()
    assert response.url == reverse("intake:run", args=[run.ref])
    assert (run.kind, run.state) == ("roll", "ready")
    assert (run.rows_new, run.rows_refused) == (1, 1)
    assert not Pupil.objects.filter(child_id="N100").exists()
    page = page_of(client, run)
    assert "Load 1 row" in page
    assert "legal_status" in page
    assert "line 3" in page
    assert "is not a code of legal status" in page


def test_confirming_loads_and_the_page_says_so(client, upload, press, cast):
    upload(("nightly.csv", roll(GIA, BAD)))
    run = ImportRun.objects.get()
    press("confirm", run)
    run.refresh_from_db()
    assert (run.state, run.rows_new, run.confirmed_by) == ("loaded", 1, cast.data)
    assert Pupil.objects.get(child_id="N100").authority == cast.northshire
    page = page_of(client, run)
    assert ">row added</span>" in page
    assert "Load 1 row" not in page
    assert [file.content.name for file in run.files.all()] == [""]  # the upload is gone


def test_a_doubt_about_a_refused_row_is_not_said_of_a_row_that_loads(client, upload):
    doubted = {**BAD, "upn": "A999999999999"}
    upload(("nightly.csv", roll(GIA, doubted)))
    response = client.get(reverse("intake:run", args=[ImportRun.objects.get().ref]))
    assert response.context["warnings"] == []
    assert [finding["column"] for finding in response.context["of_refused"]] == ["upn"]
    assert "Doubts about rows that are not loaded" in response.content.decode()


def test_confirming_twice_loads_once(client, upload, press):
    upload(("nightly.csv", roll(GIA)))
    run = ImportRun.objects.get()
    press("confirm", run)
    response = press("confirm", run)
    assert response.status_code == 302
    page = page_of(client, run)
    assert "already been confirmed" in page
    run.refresh_from_db()
    assert (run.state, run.rows_new) == ("loaded", 1)


def test_cancelling_deletes_the_files_and_nothing_can_be_loaded_then(upload, press):
    upload(("nightly.csv", roll(GIA)))
    run = ImportRun.objects.get()
    stored = run.files.get().content
    press("cancel", run)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert not stored.storage.exists(stored.name)
    press("confirm", run)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert not Pupil.objects.filter(child_id="N100").exists()


def test_a_file_that_is_on_record_already_has_nothing_to_confirm(client, upload, press):
    upload(("nightly.csv", roll(GIA)))
    press("confirm", ImportRun.objects.get())
    upload(("again.csv", roll(GIA)))
    run = ImportRun.objects.first()
    assert (run.rows_same, run.rows_to_load) == (1, 0)
    page = page_of(client, run)
    assert "everything that can be loaded is on record already" in page
    assert reverse("intake:confirm", args=[run.ref]) not in page


def test_a_file_that_only_takes_rows_away_is_confirmed_and_loads(client, upload, press):
    header = "urn,academic_year,kind,name,starts_on,ends_on"
    autumn = ",2026-27,term,Autumn,2026-09-01,2026-12-18"
    day_off = ",2026-27,inset,INSET,2026-09-01,2026-09-01"
    upload(("t.csv", f"{header}\n{autumn}\n{day_off}\n".encode()), authority="")
    press("confirm", ImportRun.objects.get())
    before = CalendarEntry.objects.count()
    upload(("t.csv", f"{header}\n{autumn}\n".encode()))
    run = ImportRun.objects.first()
    assert (run.state, run.rows_to_load, run.other_changes) == ("ready", 0, 1)
    page = page_of(client, run)
    assert "Load 1 change<" in page
    assert "other change to what is on record" in page
    press("confirm", run)
    run.refresh_from_db()
    assert (run.state, CalendarEntry.objects.count()) == ("loaded", before - 1)
    page = page_of(client, run)
    assert "other change to what was on record" in page
    assert "Nothing has changed" not in page
    upload(("t.csv", f"{header}\n{autumn}\n".encode()))
    assert ImportRun.objects.first().state == "nothing"


@pytest.mark.parametrize(
    ("rows", "words"),
    [((), "no row was found"), ((BAD,), "Correct the file and send it again")],
)
def test_an_import_with_nothing_to_load_is_over_after_its_check(client, upload, rows, words):
    upload(("nightly.csv", roll(*rows)))
    run = ImportRun.objects.get()
    assert (run.state, run.finished_at is None) == ("nothing", False)
    assert [file.content.name for file in run.files.all()] == [""]
    page = page_of(client, run)
    assert words in page
    assert "Would load" not in page
    assert "Nothing to load" in client.get(LIST).content.decode()


def test_what_is_left_out_of_a_row_that_loads_stands_apart_and_in_the_order_of_the_file(
    client, upload
):
    far_school = {**GIA, "child_id": "N301", "upn": "", "school_urn": "888888"}
    upload(("r.csv", roll(far_school, BAD, {**BAD, "child_id": "N302"}, GIA, GIA)))
    response = client.get(reverse("intake:run", args=[ImportRun.objects.get().ref]))
    found = response.context["errors"]
    assert [(one["line"], one["subject"], one["code"]) for one in found] == [
        (3, "N300", "unknown_code"),
        (4, "N302", "unknown_code"),
        (6, "N100", "duplicate_child"),
    ]
    (part,) = response.context["parts"]
    assert (part["line"], part["subject"], part["code"]) == (2, "N301", "unknown_urn")
    page = response.content.decode()
    assert "r.csv, line 3, child N300" in page
    assert "the row of line 5" in page
    assert "Use one of these: C1, C2, D1, E1" in page


def test_several_files_of_one_return_go_together(client, upload):
    header = b"CHILD,SEX,DOB,ETHNIC,UPN\nH1,M,06/05/2012,WBRI,B801200005001\n"
    episodes = (
        b"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC\nH1,02/06/2025,S,C2,N1,U6,PR1,,\n"
    )
    upload(("h.csv", header), ("e.csv", episodes))
    run = ImportRun.objects.get()
    assert (run.kind, run.rows_new) == ("ssda903", 2)
    page = page_of(client, run)
    assert "SSDA903 Header" in page
    assert "SSDA903 Episodes" in page


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("book.xlsx", b"PK\x03\x04book")], "Excel"),
        ([("x.csv", b"\xff\xfec\x00")], "UTF-16"),
        ([("x.csv", b"name,phone\na,b\n")], "not a file that can be loaded here"),
        ([("x.csv", b"CHILD,DECOM,RNE\n")], "nearest kind is SSDA903 Episodes"),
        ([("photo.csv", b"\x89PNG\r\n\x1a\nIHDR")], "photo.csv: This is a picture, not a CSV file"),
        ([("odd.csv", b"name\nx\x00y")], "This is not text"),
        ([("x.csv", b"child_id,date_of_birth\n")], "looked_after_from"),
        ([("x.csv", b"child_id,child_id,date_of_birth,looked_after_from\n")], "more than once"),
        ([("r.csv", roll(GIA)), ("l.csv", b"URN,LinkURN,LinkType\n")], "different imports"),
        ([], "Select a file"),
        ([("empty.csv", b"")], "empty.csv is empty"),
        ([("r.csv", roll(GIA)), ("second.csv", b"")], "second.csv is empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_once_with_what_to_do(upload, files, words):
    response = upload(*files)
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert not ImportRun.objects.exists()


def test_a_person_of_two_authorities_says_which(client, upload, cast):
    Membership.objects.create(
        user=cast.data, role="data_officer", authority=cast.southmoor, starts_on="2026-01-01"
    )
    assert "Select authority" in upload(("r.csv", roll(GIA))).content.decode()
    upload(("r.csv", roll(GIA)), authority=str(cast.southmoor.pk))
    assert ImportRun.objects.get().authority == cast.southmoor


def test_an_authority_that_is_not_ones_own_cannot_be_chosen(upload, cast):
    upload(("r.csv", roll(GIA)), authority=str(cast.southmoor.pk))
    assert ImportRun.objects.get().authority == cast.northshire


PAGES = ["run", "progress", "report", "confirm", "cancel"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("south_head", 404), ("officer", 403), ("social_worker", 403), ("outsider", 403)],
)
def test_others_do_not_reach_an_import(client, upload, cast, name, who, status):
    upload(("r.csv", roll(GIA)))
    run = ImportRun.objects.get()
    client.force_login(cast.people[who])
    send = client.post if name in ("confirm", "cancel") else client.get
    assert send(reverse(f"intake:{name}", args=[run.ref])).status_code == status
    run.refresh_from_db()
    assert run.state == "ready"


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("officer", 403), ("teacher", 403)])
def test_the_list_is_for_those_who_import(client, cast, who, status):
    client.force_login(cast.people[who])
    assert client.get(LIST).status_code == status


def test_the_list_shows_ones_own_authority_and_the_register(client, upload, cast):
    upload(("r.csv", roll(GIA)))
    ImportRun.objects.create(kind="schools", state="loaded")
    client.force_login(cast.south_head)
    runs = client.get(LIST).context["runs"]
    assert [row["run"].kind for row in runs] == ["schools"]
    client.force_login(cast.data)
    assert {row["run"].kind for row in client.get(LIST).context["runs"]} == {"schools", "roll"}


def test_the_report_names_every_row_and_reading_it_is_logged(client, upload, cast):
    upload(("nightly.csv", roll(GIA, BAD)))
    run = ImportRun.objects.get()
    response = client.get(reverse("intake:report", args=[run.ref]))
    assert response["Content-Type"].startswith("text/csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(r["line"], r["column"], r["code"], r["level"]) for r in rows if r["line"] > "1"} >= {
        ("2", "", "new", "info"),
        ("3", "legal_status", "unknown_code", "error"),
    }
    log = ReadLog.objects.get()
    assert (log.user, log.page, log.count) == (cast.data, "import report", 2)


def test_progress_is_shown_while_a_worker_is_busy_and_the_whole_page_asked_for_after(client, cast):
    run = ImportRun.objects.create(kind="roll", authority=cast.northshire, state="loading")
    client.force_login(cast.data)
    tell_progress(run.ref, 2500, 10_000)
    response = client.get(reverse("intake:progress", args=[run.ref]))
    assert "2500 of 10000 lines read (25%)" in response.content.decode()
    assert "HX-Refresh" not in response
    page = page_of(client, run)
    assert "Refresh this page" in page  # without JavaScript
    assert 'hx-trigger="every 2s"' in page
    ImportRun.objects.update(state="loaded")
    response = client.get(reverse("intake:progress", args=[run.ref]))
    assert response["HX-Refresh"] == "true"


def test_the_page_of_a_failed_import_says_that_nothing_was_loaded(client, cast):
    run = ImportRun.objects.create(
        kind="roll", authority=cast.northshire, state="failed", failure="Nothing was loaded."
    )
    client.force_login(cast.data)
    assert "Nothing was loaded." in page_of(client, run)


def test_the_list_takes_few_queries_however_many_imports(
    client, upload, cast, django_assert_max_num_queries
):
    for _ in range(20):
        ImportRun.objects.create(kind="roll", authority=cast.northshire, uploaded_by=cast.data)
    client.force_login(cast.data)
    with django_assert_max_num_queries(12):
        client.get(LIST)
