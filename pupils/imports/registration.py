"""Makes the importers of children's facts known to the pages and commands of imports."""

from vsh.intake.registry import Importer, register

from .attainment.commit import load_results
from .attainment.file import RESULTS
from .ctf.commit import load_ctf
from .ctf.file import CTF
from .deadlines import deadlines_left
from .roll.commit import load_roll
from .roll.file import ROLL
from .ssda903.commit import load_ssda903
from .ssda903.file import LAYOUTS


def register_importers() -> None:
    """The roll extract, the return, results, and the transfer file."""
    register(
        Importer(
            kind="roll",
            title="Roll extract",
            layouts=(ROLL,),
            load=load_roll,
            left_to_do=deadlines_left,
            hint="One row per child, from the council's case system: who is looked after, where "
            "they live and learn, who works with them. A blank cell leaves what is on record, "
            "“-” takes it away.",
        )
    )
    register(
        Importer(
            kind="ssda903",
            title="SSDA903 return",
            layouts=LAYOUTS,
            load=load_ssda903,
            left_to_do=deadlines_left,
            takes_folder=True,
            hint="The files of one children looked after return, in any year's codes: Header, "
            "Episodes, Reviews, UASC, OC2, Missing and the others. Choose them all at once.",
        )
    )
    register(
        Importer(
            kind="attainment",
            title="Attainment results",
            layouts=(RESULTS,),
            load=load_results,
            hint="One row per child, subject, measure and day. A validated result replaces a "
            "provisional one; what a person entered otherwise stays.",
        )
    )
    register(
        Importer(
            kind="ctf",
            title="Common Transfer File",
            layouts=(CTF,),
            load=load_ctf,
            left_to_do=deadlines_left,
            hint="The XML file that a school sends when a child moves (CTF), of any year. Its "
            "assessments are loaded as results, its history of SEN and of schools where nothing is "
            "on record; the rest is named and not used yet.",
        )
    )
