"""Templates as HTML, with Jinja's parts blanked out: for the tests of their rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Stands for whatever an expression will print; a character no template uses.
PRINTED = "\N{REPLACEMENT CHARACTER}"

JINJA = (
    (re.compile(r"\{#.*?#\}", re.DOTALL), ""),
    # What a page adds to an element of its layout, or to a class, is no text.
    (re.compile(r"\{%-?\s*block \w+_(?:attrs|class)\b.*?endblock\s*-?%\}", re.DOTALL), ""),
    (re.compile(r"\{%-?\s*set (?:cls|attrs)\s*-?%\}.*?endset\s*-?%\}", re.DOTALL), ""),
    # <{{ tag }}>: some element, whichever.
    (re.compile(r"(?<=<)\{\{.*?\}\}|(?<=</)\{\{.*?\}\}", re.DOTALL), "any"),
    (re.compile(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", re.DOTALL), PRINTED),
    (re.compile(r"\{\{.*?\}\}", re.DOTALL), PRINTED),
    (re.compile(r"\{%.*?%\}", re.DOTALL), ""),
)

VOID = frozenset(
    ("area", "base", "br", "circle", "col", "hr", "img", "input", "line", "link", "meta")
) | {"path", "polygon", "polyline", "rect", "source", "use", "wbr"}


@dataclass
class Element:
    """An opening tag: its name, attributes, line, and how many elements it stands in."""

    tag: str
    attributes: dict[str, str]
    line: int
    depth: int


@dataclass
class Page(HTMLParser):
    """The elements and the texts of a template, in order."""

    source: str
    elements: list[Element] = field(default_factory=list)
    texts: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)
        self._depth = 0
        self.feed(blank_jinja(self.source))
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append(Element(tag, attributes, self.getpos()[0], self._depth))
        self._depth += tag not in VOID

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self._depth -= tag not in VOID

    def handle_endtag(self, tag):
        self._depth -= tag not in VOID

    def handle_data(self, data):
        if text := data.strip():
            self.texts.append((text, self.getpos()[0]))

    def roots(self) -> Iterator[Element]:
        return (element for element in self.elements if element.depth == 0)


def blank_jinja(source: str) -> str:
    """The template without Jinja, on the same lines as before."""
    for pattern, stand_in in JINJA:
        source = pattern.sub(lambda found, put=stand_in: put + "\n" * found[0].count("\n"), source)
    return source
