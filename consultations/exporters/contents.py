"""What the files of a consultation tell of one person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    reference: str
    name: str
    function: str
    # Or the body for which she comes.
    organization: str
    country: str
    part: str
    language: str
    # Where the code on her badge leads.
    address: str = ""
