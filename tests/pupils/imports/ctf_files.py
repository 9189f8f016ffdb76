"""Invented Common Transfer Files, in the dress of several years; no real child, no real school."""

MTC = "KS2 MAT TT MTC MT 21 2025"
READING = "KS2 ENG TA REA - EXS 2026"


def assessment(told: str) -> str:
    """One from `Stage Subject Method Component ResultQualifier Result Year`; `-` is not there."""
    names = ("Stage", "Subject", "Method", "Component", "ResultQualifier", "Result", "Year")
    said = dict(zip(names, told.split(" "), strict=True))
    order = ("Year", "Subject", "Method", "Component", "ResultQualifier", "Result")
    inner = "".join(f"<{n}>{said[n]}</{n}>" for n in order if said[n] != "-")
    return (
        f"<KeyStage>\n<Stage>{said['Stage']}</Stage>\n<StageAssessment><Locale>ENG</Locale>"
        f"{inner}<ResultStatus>R</ResultStatus></StageAssessment>\n</KeyStage>\n"
    )


def pupil(upn: str, *assessments: str, dob: str = "", sex: str = "Sex", more: str = "") -> str:
    """One child."""
    born = f"<DOB>{dob}</DOB>" if dob else ""
    return (
        f"<Pupil><UPN>{upn}</UPN><Surname>Sample</Surname><Forename>Zoë</Forename>{born}"
        f"<{sex}>F</{sex}>\n{more}<StageAssessments>\n"
        f"{''.join(map(assessment, assessments))}</StageAssessments>\n</Pupil>\n"
    )


def ctf(*pupils: str, version: str = "24.0", attributes: str = "") -> str:
    """A file of them."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<CTfile{attributes}>\n<Header>'
        f"<DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion>"
        f"<SourceSchool><LEA>999</LEA><URN>999001</URN></SourceSchool></Header>\n"
        f"<CTFpupilData>\n{''.join(pupils)}</CTFpupilData>\n</CTfile>\n"
    )
