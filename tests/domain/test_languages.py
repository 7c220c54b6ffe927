import pytest

from leadtracker.domain.languages import language_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("es", "es"),
        ("ES", "es"),
        ("es-MX", "es"),
        ("en_GB", "en"),
        ("Spanish", "es"),
        ("Español", "es"),
        ("espagnol", "es"),
        ("Spanisch", "es"),
        ("Deutsch", "de"),
        ("français", "fr"),
        ("", ""),
        ("Klingonish", ""),
        ("12", ""),
        ("xx", ""),
    ],
)
def test_a_language_is_known_by_its_code_and_its_names(text, code):
    assert language_code(text) == code
