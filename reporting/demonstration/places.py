"""Where the demonstration's schools and homes lie: a map of three towns, invented like them."""

from pupils.models import CarePlacement
from vsh.organisations.models import EducationSetting, Postcode

_TOWNS = {"NS": (430_000, 520_000), "SM": (444_000, 520_000), "XM": (458_000, 520_000)}
_DISTRICT, _SECTOR, _STREET = 4_000, 1_250, 180  # metres; nine of each of the first two, in squares


def draw_the_map() -> None:
    """Each school and each home's postcode gets its place, the same every time."""
    settings = list(EducationSetting.objects.exclude(postcode=""))
    for setting in settings:
        setting.easting, setting.northing = _place_of(setting.postcode)
    EducationSetting.objects.bulk_update(settings, ["easting", "northing"])
    homes = CarePlacement.objects.exclude(postcode="").values_list("postcode", flat=True)
    places = {postcode: _place_of(postcode) for postcode in sorted(set(homes))}
    Postcode.objects.bulk_create(
        Postcode(postcode=postcode, easting=easting, northing=northing)
        for postcode, (easting, northing) in places.items()
    )


def _place_of(postcode: str) -> tuple[int, int]:
    """Of a postcode such as NS4 2AX: its town, district, sector and street."""
    easting, northing = _TOWNS[postcode[:2]]
    street = _STREET * (ord(postcode[-2]) - ord("A"))
    for digit, size in ((postcode[2], _DISTRICT), (postcode[-3], _SECTOR)):
        up, along = divmod(int(digit) - 1, 3)
        easting, northing = easting + along * size, northing + up * size
    return easting + street, northing + street
