"""Documents of our own making, plain and hostile, for the tests that file them."""

import zipfile
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image


def pdf(change=None, **options):
    """A PDF of one empty page, changed by `change` before it is written."""
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    out = BytesIO()
    document.save(out, **options)
    return out.getvalue()


def pages(count):
    """A PDF of so many empty pages."""
    out = BytesIO()
    with pikepdf.new() as document:
        for _page in range(count):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()


def packed_pdf(change):
    """The same, its objects packed into a stream, where no search through the bytes finds them."""
    return pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def action(name, **more):
    def change(document):
        document.Root.OpenAction = document.make_indirect(Dictionary(S=Name("/" + name), **more))

    return change


def action_of_a_page(document):
    document.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="calc.exe"))])


def attachment(document):
    document.attachments["hidden.exe"] = b"MZ hidden"


def form(document):
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


def trigger(document):
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit])))


def author(document):
    document.docinfo["/Author"] = "Zainab Quiet"
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = ["Zainab Quiet"]


def encrypted_pdf(**passwords):
    return pdf(encryption=pikepdf.Encryption(owner="owner", **({"user": ""} | passwords)))


def archive():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("hidden.html", "<script>")
    return out.getvalue()


def picture(kind="JPEG", size=(40, 30), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, 1 if mode in "1LP" else None).save(out, kind, **options)
    return out.getvalue()


def photograph():
    """A JPEG with the place where it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[2] = (12.0, 34.0, 56.0)
    return picture(exif=exif)


def wide_picture():
    """A PNG of a few bytes whose head promises 10,000 million pixels."""
    head = (100_000).to_bytes(4) + (100_000).to_bytes(4) + bytes([8, 2, 0, 0, 0])
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks
    )


def bomb():
    """A PDF of about a megabyte with an object stream that unpacks to 1.5 gigabytes."""
    packer = zlib.compressobj(9)
    data = packer.compress(b"1 0 ")
    data += b"".join(packer.compress(b" " * (1 << 20)) for _ in range(1_500)) + packer.flush()
    body = b"%PDF-1.7\n"
    stream = b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(data)
    place = len(body)
    body += stream + data + b"\nendstream\nendobj\n"
    table = len(body)
    rows = b"\0\0\0\0\0\0" + b"\x02" + (2).to_bytes(4) + b"\0" + b"\x01" + place.to_bytes(4) + b"\0"
    rows += b"\x01" + table.to_bytes(4) + b"\0"
    body += b"3 0 obj\n<</Type/XRef/Size 4/W[1 4 1]/Root 1 0 R/Length %d>>\nstream\n" % len(rows)
    return body + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % table
