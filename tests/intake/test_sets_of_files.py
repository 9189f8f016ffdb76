"""Files that belong together: where one cannot be read, none of them is loaded."""

from pathlib import Path

import pytest
from django.core.management import call_command

from pupils.models import Pupil
from tests.intake.running import findings_of, load
from vsh.intake.models import ImportRun

pytestmark = pytest.mark.django_db
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN\nH1,M,06/05/2012,WBRI,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,"
    "HOME_POST,PL_POST,URN\nH1,02/06/2025,S,C2,N1,U6,PR1,,,,,NS1 2BB,SC123456\n"
)


@pytest.mark.parametrize("spoilt", ["header.csv", "episodes.csv"])
@pytest.mark.parametrize("cut", [-3, -40, 4, 0])
def test_half_a_return_is_not_loaded(cast, spoilt, cut):
    files = {"header.csv": HEADER, "episodes.csv": EPISODES}
    files[spoilt] = files[spoilt].rstrip()[:cut].rstrip(",") if cut else ""
    [other] = {"header.csv", "episodes.csv"} - {spoilt}
    if cut == -3:
        files[spoilt] = files[spoilt].rpartition(",")[0]
    job = load("ssda903", files, authority=cast.northshire)
    assert job.loaded == 0
    assert (other, 0, "", "set_in_part") in findings_of(job)
    assert not Pupil.objects.filter(child_id="H1").exists()


def test_the_command_says_so_and_leaves_with_2(cast, tmp_path: Path, capsys):
    (tmp_path / "header.csv").write_text(HEADER)
    (tmp_path / "episodes.csv").write_text(EPISODES.rstrip().rpartition(",")[0])
    with pytest.raises(SystemExit) as leaving:
        call_command("import_ssda903", str(tmp_path), "--authority", "999")
    assert leaving.value.code == 2
    assert "header.csv error set_in_part" in capsys.readouterr().out
    assert ImportRun.objects.get().state == "failed"
    (tmp_path / "episodes.csv").write_text(EPISODES)
    call_command("import_ssda903", str(tmp_path), "--authority", "999")
    assert Pupil.objects.get(child_id="H1").care_periods.count() == 1
