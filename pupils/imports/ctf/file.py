"""The elements by which a Common Transfer File is known, and those that lead to a result.

Source: Common Transfer File specification, StageAssessments. The same in every version since 15
as far as results go; with or without a namespace.
"""

from vsh.tables.layouts import Layout

CTF = Layout(
    name="ctf",
    title="Common Transfer File",
    elements=("CTfile", "Pupil", "StageAssessments", "KeyStage", "StageAssessment"),
    required=("UPN", "Stage", "Year", "Subject", "Method", "Component", "Result"),
    optional=("DOB", "ResultStatus", "ResultQualifier"),
)
