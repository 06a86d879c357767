"""The receipt: number, moment and a hash of each file, in the reader's language and in English."""

from datetime import datetime
from zoneinfo import ZoneInfo

from observers.exporters import receipt_pdf
from observers.exporters.contents import ReceivedFile
from tests.observers.exporters.samples import HOSTILE, NOON, SESSION, SHA256, pages, receipt


def test_a_receipt_is_in_the_language_of_its_reader_and_in_english():
    french, english = pages(receipt_pdf(receipt(language="fr")))

    assert "Accusé de réception de votre demande" in french
    assert "Page 1 sur 2" in french
    assert "Receipt for your application" in english
    assert "Page 2 of 2" in english
    for page in (french, english):
        assert "RCP-7K2M9XQ4" in page
        assert page.count(SHA256) == 2


def test_an_english_receipt_says_it_once():
    assert len(pages(receipt_pdf(receipt()))) == 1


def test_the_moment_is_told_in_the_zone_of_the_reader_and_in_utc():
    moment = NOON.astimezone(ZoneInfo("Africa/Nairobi"))

    (text,) = pages(receipt_pdf(receipt(received_at=moment, session=SESSION)))

    assert "Received 1 March 2026, 15:00:00 (Africa/Nairobi, UTC+03:00)" in text
    assert "The same moment in UTC 1 March 2026, 12:00:00 (UTC)" in text
    assert "Session it can reach 117th session of the Council" in text


def test_the_hour_that_comes_twice_is_told_apart():
    zone = ZoneInfo("Europe/Zurich")
    first, second = (
        pages(receipt_pdf(receipt(received_at=datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=fold))))[0]
        for fold in (0, 1)
    )

    assert "02:30:00 (Europe/Zurich, UTC+02:00)" in first
    assert "02:30:00 (Europe/Zurich, UTC+01:00)" in second


def test_forty_files_are_all_listed():
    files = tuple(ReceivedFile(f"{HOSTILE} {number}.pdf", number, f"{number:064x}") for number in range(40))

    text = " ".join(pages(receipt_pdf(receipt(files=files))))

    assert [n for n in range(40) if f"{n:064x}" not in text or f"{HOSTILE} {n}.pdf" not in text] == []


def test_equal_receipts_are_equal_bytes():
    assert receipt_pdf(receipt(language="es")) == receipt_pdf(receipt(language="es"))
