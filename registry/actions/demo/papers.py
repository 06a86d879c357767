"""Files for the demonstration, made here: nothing is taken from anywhere."""

from io import BytesIO

import pikepdf


def page_pdf(words):
    """One page with one line of text, as a PDF."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[0]
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 14 Tf 72 770 Td ({words}) Tj ET".encode("ascii", "replace"))
        kept = BytesIO()
        pdf.save(kept, deterministic_id=True)
    return kept.getvalue()
