"""What is printed for the day: badges and lists, in any script, with names of any length."""

import pypdfium2
import pytest

from consultations.exporters import badges_pdf, participants_pdf
from consultations.exporters.contents import Person

LONGEST = "María Fernanda de los Ángeles Gutiérrez-Hernández y Rodríguez de la Montaña Alta"


def person(number=1, **facts):
    reference = f"REG-7K2M9X{number:02}"
    quiet = {
        "name": f"Person {number}",
        "function": "Director",
        "organization": f"Invented Organization {number}",
        "country": "Kenya",
        "part": "Civil society organization",
        "language": "English",
        "address": f"https://registry.example.org/en/staff/consultations/CNS-7K2M9XQ4/day/{reference}/",
    }
    return Person(reference=reference, **(quiet | facts))


def pages(content):
    """The text of each page, on one line."""
    document = pypdfium2.PdfDocument(content)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(" ".join(text.get_text_bounded().split()))
        text.close()
        page.close()
    document.close()
    return texts


def badges(people):
    return badges_pdf(people, event="An invented consultation", language="en")


def listed(people, *, for_the_door):
    return participants_pdf(
        people, event="An invented consultation", footer="CNS-7K2M9XQ4", language="en", for_the_door=for_the_door
    )


def test_ten_badges_stand_on_a_sheet():
    first, second = pages(badges([person(number) for number in range(1, 12)]))

    assert [first.count("REG-"), second.count("REG-")] == [10, 1]
    for fact in ("An invented consultation", "Person 1", "Invented Organization 1", "Kenya", "English"):
        assert fact in first


@pytest.mark.slow  # Each file is set by a process of its own.
@pytest.mark.parametrize(
    "name", [LONGEST, "محمد عبد الرحمن", "李小龍", "አበበ ቢቂላ", "#strong[x] $y$ @label <script>", "W" * 200]
)
def test_a_name_of_any_script_and_length_keeps_its_badge(name):
    (page,) = pages(badges([person(1, name=name), person(2)]))

    assert page.count("REG-") == 2
    if name.isascii() or name == LONGEST:
        assert name[:20] in page


def test_the_list_for_the_door_has_room_to_sign_and_no_functions():
    (page,) = pages(listed([person()], for_the_door=True))

    assert "Present Name Organization Country Signature" in page
    assert "Person 1" in page
    assert "Director" not in page


def test_the_list_of_participants_says_that_they_agreed():
    (page,) = pages(listed([person()], for_the_door=False))

    assert "Only those who agreed to be on this list are named." in page
    assert "Director" in page
    assert "Signature" not in page


def test_a_list_of_nobody_is_a_list():
    assert "List of participants" in pages(listed([], for_the_door=False))[0]
    assert pages(badges([])) == [""]
