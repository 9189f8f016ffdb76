"""The elements by which a Common Transfer File is known, and those that lead to what is loaded.

Source: Common Transfer File specification, StageAssessments, SENhistory and SchoolHistory. The same
in every version since 15 as far as results go; with or without a namespace. To be confirmed against
the specification: what stands within a School of the history.
"""

from vsh.tables.layouts import Layout

SEN = Layout(
    name="ctf_sen",
    title="SEN history of a Common Transfer File",
    elements=("CTfile", "Pupil", "SENhistory", "SEN"),
    required=("UPN", "StartDate", "SENprovision"),
    optional=("DOB",),
)
SCHOOLS = Layout(
    name="ctf_schools",
    title="School history of a Common Transfer File",
    elements=("CTfile", "Pupil", "SchoolHistory", "School"),
    required=("UPN", "LEA", "Estab", "EntryDate", "LeavingDate"),
    optional=("DOB",),
)
CTF = Layout(
    name="ctf",
    title="Common Transfer File",
    elements=("CTfile", "Pupil", "StageAssessments", "KeyStage", "StageAssessment"),
    required=("UPN", "Stage", "Year", "Subject", "Method", "Component", "Result"),
    optional=("DOB", "ResultStatus", "ResultQualifier"),
    parts=(SEN, SCHOOLS),
)
