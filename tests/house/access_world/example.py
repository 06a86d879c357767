"""What stands in an address, what is sent to it, and what must be so before."""

from dataclasses import dataclass, field

# The smallest picture there is: one grey dot.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6368000000820081772eb90e0000000049454e44ae426082"
)


@dataclass
class Example:
    kwargs: dict = field(default_factory=dict)
    # What is sent; a function of the visitor where each sends something else.
    data: object = field(default_factory=dict)
    before: object = None
    # For an address without a name of its own.
    path: str = ""
    # In what form it is sent, where it is no form of a page.
    content_type: str = ""
