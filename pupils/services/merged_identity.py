"""Who a child is, once two records of theirs are one."""

from vsh.tables.identifiers import UNKNOWN_UPN_CODES, is_temporary

from ..models import Pupil

_FILLED = (
    *("legal_first_name", "legal_last_name", "known_as", "ethnicity", "first_language"),
    "nc_year",
)


def keep_identity(keep: Pupil, gone: Pupil) -> None:
    """The mark on the record that goes; what the one that stays did not know, it knows now."""
    Pupil.objects.filter(merged_into=gone).update(merged_into=keep)
    gone.merged_into = keep
    gone.version += 1
    gone.save()
    for name in _FILLED:
        if getattr(keep, name) in ("", None):
            setattr(keep, name, getattr(gone, name))
    _keep_upns(keep, gone)
    if keep.sex == Pupil.Sex.UNKNOWN:
        keep.sex = gone.sex
    if gone.is_uasc and not keep.is_uasc:
        keep.is_uasc, keep.uasc_until = True, gone.uasc_until
    keep.on_record_since = min(keep.on_record_since, gone.on_record_since)
    keep.version += 1
    keep.save()


def _keep_upns(keep: Pupil, gone: Pupil) -> None:
    """Of two UPNs the one that the other record knows as former is it, and so is a temporary one
    beside another; else that of the record that stays is right."""
    if not _is_known(keep.upn):
        keep.upn = gone.upn or keep.upn
    elif _is_known(gone.upn) and gone.upn != keep.former_upn:
        is_temporary_alone = is_temporary(keep.upn) and not is_temporary(gone.upn)
        if is_temporary_alone or keep.upn == gone.former_upn:
            keep.upn, keep.former_upn = gone.upn, keep.upn
    for upn in (gone.upn, gone.former_upn):
        if not keep.former_upn and _is_known(upn) and upn != keep.upn:
            keep.former_upn = upn


def _is_known(upn: str) -> bool:
    return upn not in ("", *UNKNOWN_UPN_CODES)
