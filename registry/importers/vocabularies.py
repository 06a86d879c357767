"""The registry's words as plain data, so that importers need no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.importers.text import fold


@dataclass(frozen=True, eq=False)
class Vocabularies:
    """Each maps any spelling (title in any language, code, number) to the code that the registry keeps."""

    countries: Mapping[str, str] = field(default_factory=dict)
    """Names in any language, ISO alpha-2 and alpha-3, M49 numbers → ISO alpha-3."""
    areas: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)
    """Humanitarian clusters, which are not areas of cooperation."""
    modes: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    programmes: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    _folded: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def find(self, vocabulary: str, text: str) -> str | None:
        folded = self._folded.get(vocabulary)
        if folded is None:
            folded = {fold(spelling): code for spelling, code in getattr(self, vocabulary).items()}
            self._folded[vocabulary] = folded
        return folded.get(fold(text))

    def country(self, text: str) -> str | None:
        # NA is Namibia here, not "missing"; M49 numbers come with and without their zeroes.
        found = self.find("countries", text)
        if found is None and text.isdigit():
            found = self.find("countries", text.lstrip("0")) or self.find("countries", text.zfill(3))
        if found is None and text.count(",") == 1:
            # “Tanzania, United Republic of”, as lists that are sorted by name write it.
            name, style = text.split(",")
            found = self.find("countries", f"{style} {name}") or self.find("countries", f"the {style} {name}")
        return found
