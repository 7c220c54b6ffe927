"""Templates: strict about what they need, translated throughout, clean under a strict CSP."""

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from tests.support.markup import PRINTED, Page
from tests.support.sources import TEMPLATES

NEEDS = re.compile(r"\{# needs:\s*(.*?)\s*#\}", re.DOTALL)

MACRO = re.compile(r"\{%-?\s*macro\b.*?endmacro\s*-?%\}", re.DOTALL)
CALL = re.compile(r"\{% call .*?\{% endcall %\}", re.DOTALL)

#: Attributes that people read or hear.
READ_ATTRIBUTES = ("alt", "aria-label", "aria-description", "placeholder", "title")
GETTEXT = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})

#: Names are names in every language, keys are called what stands on them, and a macro of ours
#: spells a class.
UNTRANSLATED = frozenset({"Leadtracker", "Esc", "Ctrl", "Enter", "Shift", "Tab", "CSV", "btn"})

REQUESTS = ("hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete")


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(TEMPLATES.rglob("*.html")))


def partials() -> list[Path]:
    return [path for path in templates() if path.name.startswith("_")]


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


@cache
def page_of(path: Path) -> Page:
    return Page(path.read_text())


@cache
def declared_by(path: Path) -> frozenset[str] | None:
    """The names in the template's ``{# needs: … #}``, or None when it has no such line."""
    found = NEEDS.match(path.read_text())
    if not found:
        return None
    return frozenset(name.strip() for name in found[1].split(",")) - {"", "nothing"}


@pytest.fixture(scope="module")
def jinja(app):
    return app.jinja_env


@pytest.fixture(scope="module")
def provided(app):
    """What every template has without asking: globals and context processors."""
    context: dict = {}
    with app.test_request_context():
        app.update_template_context(context)
    return context.keys() | app.jinja_env.globals.keys()


def used_by(jinja, path: Path) -> frozenset[str]:
    """The names a template takes from its surroundings, but those it asks about (``is defined``)
    or sets itself in some branch.
    """
    tree = jinja.parse(path.read_text())
    asked = {test.node.name for test in tree.find_all(nodes.Test) if test.name == "defined"}
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"} | {"loop"}
    return frozenset(meta.find_undeclared_variables(tree) - asked - own)


def included_by(jinja, path: Path) -> list[Path]:
    """The templates it includes under a fixed name."""
    names = meta.find_referenced_templates(jinja.parse(path.read_text()))
    return [TEMPLATES / name for name in names if name and (TEMPLATES / name).exists()]


# --- what they need ------------------------------------------------------------------------------


def test_a_partial_begins_with_what_it_needs():
    assert [name_of(path) for path in partials() if declared_by(path) is None] == []


def test_a_partial_uses_only_what_it_declares(jinja, provided):
    undeclared = {
        name_of(path): sorted(names)
        for path in partials()
        if (names := used_by(jinja, path) - provided - (declared_by(path) or frozenset()))
    }
    assert undeclared == {}


def test_a_partial_declares_only_what_it_or_its_parts_use(jinja):
    unused = {}
    for path in partials():
        parts = [declared_by(part) or frozenset() for part in included_by(jinja, path)]
        if names := (declared_by(path) or frozenset()) - used_by(jinja, path).union(*parts):
            unused[name_of(path)] = sorted(names)
    assert unused == {}


def test_a_partial_is_one_element_with_an_id():
    """Or one call of a macro, which then makes the element."""
    odd = []
    for path in partials():
        source = MACRO.sub("", path.read_text())
        roots = list(Page(CALL.sub("", source)).roots())
        if not roots and len(CALL.findall(source)) == 1:
            continue
        if len(roots) != 1 or not roots[0].attributes.get("id"):
            odd.append(f"{name_of(path)}: {[root.tag for root in roots]}")
    assert odd == []


def test_updating_two_places_is_only_including_them():
    told = [
        name_of(path)
        for path in TEMPLATES.rglob("*.oob.html")
        if any(text.strip(PRINTED) for text, _line in page_of(path).texts)
    ]
    assert told == []


# --- what the browser allows ---------------------------------------------------------------------


def elements():
    for path in templates():
        for element in page_of(path).elements:
            yield f"{name_of(path)}:{element.line}", element


def test_nothing_is_styled_or_scripted_inline():
    inline = [
        f"{place} {name}"
        for place, element in elements()
        for name, value in element.attributes.items()
        if name == "style"
        or name.startswith(("on", "hx-on"))
        or value.strip().lower().startswith("javascript:")
    ]
    inline += [
        f"{place} <{element.tag}>"
        for place, element in elements()
        if element.tag == "style" or (element.tag == "script" and "src" not in element.attributes)
    ]
    assert inline == []


def test_every_htmx_request_names_its_target():
    aimless = [
        place
        for place, element in elements()
        if any(name in element.attributes for name in REQUESTS)
        and "hx-target" not in element.attributes
    ]
    assert aimless == []


def test_every_button_says_whether_it_submits():
    unsaid = [
        place
        for place, element in elements()
        if element.tag == "button" and "type" not in element.attributes
    ]
    assert unsaid == []


# --- words ---------------------------------------------------------------------------------------


def is_told(text: str) -> bool:
    """Whether a text is words of a language, not names, signs or what Jinja prints."""
    words = re.findall(r"[^\W\d_]{2,}", text.replace(PRINTED, " "))
    return bool(set(words) - UNTRANSLATED)


def test_every_text_goes_through_gettext():
    untranslated = [
        f"{name_of(path)}:{line}: {text}"
        for path in templates()
        for text, line in page_of(path).texts
        if is_told(text)
    ]
    untranslated += [
        f"{place}: {name}={element.attributes[name]!r}"
        for place, element in elements()
        for name in READ_ATTRIBUTES
        if is_told(element.attributes.get(name, ""))
    ]
    assert untranslated == []


def test_every_sentence_inside_an_expression_goes_through_gettext(jinja):
    untranslated = [
        f"{name_of(path)}:{node.lineno}: {node.value}"
        for path in templates()
        for node in untranslated_constants(jinja.parse(path.read_text()))
    ]
    assert untranslated == []


def untranslated_constants(node: nodes.Node):
    """Constants that begin like a sentence, outside of gettext."""
    if isinstance(node, nodes.Compare):
        return
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        if re.match(r"[A-Z][a-z]+\b", node.value) and is_told(node.value):
            yield node
        return
    for child in node.iter_child_nodes():
        yield from untranslated_constants(child)


def test_nothing_marks_text_as_safe(jinja):
    trusted = [
        name_of(path)
        for path in templates()
        for node in jinja.parse(path.read_text()).find_all(nodes.Filter)
        if node.name == "safe"
    ]
    assert trusted == []
