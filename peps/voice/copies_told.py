"""What a child is told of the copies of the finished plan: true for where they live, and kind."""

from peps.rules.homes import PLACED_FOR_ADOPTION

AT_HOME = "the people you live with"
WHO_LOOKS_AFTER = {  # by SSDA903 placement type; anybody else has people to live with
    **dict.fromkeys(("K1", "K2", "R1", "R2", "R5", "S1"), "the people who look after you"),
    **dict.fromkeys(("H5", "K3", "P2", "P3"), "the people who help you where you live"),
}
WITH_PARENTS = "P1"
_WHO_DECIDES = "only if your social worker, your school or the virtual school gives it to them"


def told_of_copies(home: str | None, *, is_young: bool, is_in_copies: bool = True) -> str:
    """Who else gets what the child says, as the child is told on the screen.

    `home` is the type of their placement. A carer's link brings the copy about, a parent's does
    not: a person gives it to them, also where the child lives with them.
    """
    is_with_parents = home == WITH_PARENTS
    people = WHO_LOOKS_AFTER.get(home or "", AT_HOME)
    if not is_in_copies:
        if is_young:
            return f"{_begun(people)} do not get this."
        return "It is left out of the copies that others get."
    if is_young:
        if is_with_parents:
            return f"Later, {people} may read it too."
        return f"Later, {people} read it too."
    if is_with_parents:
        return (
            f"When the plan is finished, the parent you live with gets a copy {_WHO_DECIDES}. It "
            "has what you say here, but never what you keep private."
        )
    words = (
        f"When the plan is finished, {people} get a copy. It has what you say here, but never "
        "what you keep private."
    )
    if home in PLACED_FOR_ADOPTION:  # no parent of before is given one
        return words
    return f"{words} A parent gets one {_WHO_DECIDES}."


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
