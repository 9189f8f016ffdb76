"""The words of the children looked after return's codes, old vintages included.

Source: SSDA903 code sets as published by the DfE for the returns of 2020 to 2027.
"""

LEGAL_STATUS = {
    "C1": "Interim care order",
    "C2": "Full care order",
    "D1": "Freeing order",
    "E1": "Placement order",
    "V2": "Accommodated under section 20",
    "V3": "Short breaks, recorded one by one",
    "V4": "Short breaks, recorded as an agreement",
    "L1": "Police protection",
    "L2": "Emergency protection order",
    "L3": "Child assessment order",
    "J1": "Remanded to the authority or to youth detention",
    "J2": "Detained under PACE",
    "J3": "Youth rehabilitation order with residence or intensive fostering",
}

CATEGORY_OF_NEED = {
    "N1": "Abuse or neglect",
    "N2": "Child's disability",
    "N3": "Parental illness or disability",
    "N4": "Family in acute stress",
    "N5": "Family dysfunction",
    "N6": "Socially unacceptable behaviour",
    "N7": "Low income",
    "N8": "Absent parenting",
}

PLACEMENT_TYPE = {
    "A3": "Placed for adoption with consent, with current foster carer",
    "A4": "Placed for adoption with consent, not with current foster carer",
    "A5": "Placed for adoption under an order, with current foster carer",
    "A6": "Placed for adoption under an order, not with current foster carer",
    "H5": "Semi-independent living",
    "K1": "Secure children's home",
    "K2": "Children's home",
    "K3": "Supported accommodation",
    "P1": "With parents",
    "P2": "Independent living",
    "P3": "Residential employment",
    "R1": "Residential care home",
    "R2": "NHS or other health establishment",
    "R3": "Family centre or mother and baby unit",
    "R5": "Young offender institution",
    "S1": "Residential school",
    "T0": "Temporary placement",
    "T1": "Temporary: in hospital",
    "T2": "Temporary: child on holiday",
    "T3": "Temporary: carer on holiday",
    "T4": "Temporary: seven days or less",
    "U1": "Foster care by relative or friend, long term",
    "U2": "Foster care by relative or friend, fostering for adoption",
    "U3": "Foster care by relative or friend",
    "U4": "Foster care, long term",
    "U5": "Foster care, fostering for adoption",
    "U6": "Foster care",
}

PROVIDER = {
    "PR0": "Parent, or another person with parental responsibility",
    "PR1": "The authority itself",
    "PR2": "Another local authority",
    "PR3": "Another public body",
    "PR4": "Private provider",
    "PR5": "Voluntary organisation",
}

PARTICIPATION = {
    "PN0": "Under 4 years old",
    "PN1": "Attended and spoke for themselves",
    "PN2": "Attended, an advocate spoke",
    "PN3": "Attended, conveyed views without words",
    "PN4": "Attended, did not contribute",
    "PN5": "Did not attend, briefed an advocate",
    "PN6": "Did not attend, sent views in another way",
    "PN7": "Did not attend, views not conveyed",
}


def in_words(codes: dict[str, str], code: str) -> str:
    """The code's words; an unknown code as it stands; nothing for nothing."""
    return codes.get(code, code)
