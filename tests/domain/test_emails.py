import pytest

from leadtracker.domain.emails import parse_email


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("ana@example.com", "ana@example.com"),
        ("  Ana.Ruiz+desk@Example.COM\n", "ana.ruiz+desk@example.com"),
        ("ana@firma.local", "ana@firma.local"),
        ("ana@intranet", "ana@intranet"),
        ("o'neil@example.ie", "o'neil@example.ie"),
        ("ana@exa\u200bmple.com", "ana@example.com"),
        ("josé@españa.example", "josé@españa.example"),
    ],
)
def test_an_address_is_read_as_people_type_it(text, email):
    assert parse_email(text) == email


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "@example.com",
        "ana@",
        "ana@@example.com",
        "ana@example..com",
        "ana@.com",
        "ana ruiz@example.com",
        "Ana <ana@example.com>",
        "ana@example.com, bob@example.com",
        "a" * 250 + "@example.com",
    ],
)
def test_anything_else_is_no_address(text):
    assert parse_email(text) is None
