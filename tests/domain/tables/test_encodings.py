import io

import pytest

from leadtracker.domain.tables.encodings import detect_encoding

GERMAN = "Müller & Söhne GmbH;Straße 5;Köln\n"
FRENCH = "Café Élan;Rue de l’Église;Orléans\n"
SPANISH = "Peña Hermanos;Calle Ñuñoa;Málaga\n"


def detected(text: str, encoding: str) -> str:
    stream = io.BytesIO(text.encode(encoding))
    found = detect_encoding(stream)
    assert stream.tell() == 0
    return found


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        ("Joe’s Tyres – “the best”\n", "cp1252"),
        ("Smørrebrød Å/S;Ærø\n", "cp1252"),
        ("Łódź Opony;ul. Święty Krzyż;Kraków\n", "cp1250"),
        ("České pneumatiky;Žižkov;Plzeň\n", "cp1250"),
        ("Szőke Gumi;Fő út;Győr űr\n", "cp1250"),
        ("Jant Çarşısı;Atatürk Bulvarı;Muğla\n", "cp1254"),
        ("ООО Шины и диски;ул. Ленина 5;Москва\n" * 3, "cp1251"),
        ("Ελαστικά Αθήνα;Οδός Ερμού;Θεσσαλονίκη\n", "cp1253"),
        (GERMAN + FRENCH, "mac_roman"),
        (GERMAN, "cp850"),
        ("株式会社タイヤ;東京都千代田区\n", "cp932"),
        ("轮胎有限公司;北京市朝阳区\n", "gb18030"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        ("plain\n", "ascii"),
        ("", "ascii"),
    ],
)
def test_the_text_comes_back_as_it_was_written(text, encoding):
    found = detected(text, encoding)

    assert text.encode(encoding).decode(found) == text


def test_one_damaged_character_does_not_turn_utf8_into_something_else():
    text = GERMAN.encode() * 20 + b"Caf\xe9 Paul;Lyon\n"

    assert detect_encoding(io.BytesIO(text)) == "utf-8-sig"


def test_the_telling_letters_may_stand_at_the_end_of_a_long_file():
    text = "Plain Ltd;High Street;Leeds\n" * 20_000 + GERMAN

    assert detected(text, "cp1252") == "cp1252"


def test_a_character_across_two_blocks_is_still_utf8():
    text = "a" * ((1 << 20) - 1) + "ü"

    assert detected(text, "utf-8") == "utf-8-sig"
