"""ZIP archives, which DOCX files are too, with the same bytes for the same contents."""

import zipfile
from io import BytesIO

# ZIP knows no year before this one. A file that says when it was made is never made twice.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def timeless(packed: bytes) -> bytes:
    """The same archive without the hour at which it was written. Stored, not packed: packing differs between builds."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            after.writestr(entry(name), before.read(name))
    return made.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    """A place in an archive that says nothing of the hour or the machine."""
    info = zipfile.ZipInfo(name, NO_TIME)
    info.create_system, info.external_attr = 3, 0o644 << 16
    return info
