import io

import pytest

from leadtracker.domain.tables import EmptyTable, detect_layout, read_heading, read_rows


def layout_of(text: str | bytes, **given):
    data = text if isinstance(text, bytes) else text.encode()
    return detect_layout(io.BytesIO(data), **given)


def table_of(text: str | bytes, **given):
    stream = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    layout = detect_layout(stream, **given)
    return read_heading(stream, layout), [
        (row.line, row.cells) for row in read_rows(stream, layout)
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "~", "^"])
def test_the_delimiter_is_found(delimiter):
    rows = [["name", "phone", "town"], ["Smith", "1", "Leeds"], ["Ann & Co", "2", "York"]]

    layout = layout_of("\n".join(delimiter.join(row) for row in rows))

    assert (layout.delimiter, layout.width, layout.has_header) == (delimiter, 3, True)


def test_decimal_commas_do_not_hide_the_semicolon():
    assert layout_of("name;a;b\nx;1,5;2,5\ny;3,5;4,5\n").delimiter == ";"


def test_commas_in_addresses_do_not_hide_the_tab():
    text = "name\taddress\nA\t1, High St, Leeds\nB\t2, Low St, York\n"

    assert layout_of(text).delimiter == "\t"


def test_excels_separator_line_is_obeyed_and_skipped():
    heading, rows = table_of("sep=;\r\nname;price\r\nA;1,5\r\n")

    assert heading == ["name", "price"]
    assert rows == [(3, ["A", "1,5"])]


def test_a_title_above_the_table_is_skipped_and_lines_stay_those_of_the_file():
    heading, rows = table_of("Export of 3 May\n\nname,phone,town\nA,020,Leeds\n")

    assert heading == ["name", "phone", "town"]
    assert rows == [(4, ["A", "020", "Leeds"])]


def test_a_file_without_heading_loses_no_row():
    heading, rows = table_of("Smith Ltd,020 7946 0001\nJones Ltd,020 7946 0002\n")

    assert heading == ["", ""]
    assert [line for line, _ in rows] == [1, 2]


def test_a_list_of_numbers_is_a_table_of_one_column():
    layout = layout_of("020 7946 0001\n020 7946 0002\n")

    assert (layout.width, layout.has_header) == (1, False)


def test_what_a_person_says_is_taken_as_it_is():
    layout = layout_of("name;phone\nA;1\n", delimiter=",", has_header=False, encoding="cp1252")

    assert (layout.delimiter, layout.has_header, layout.encoding) == (",", False, "cp1252")


def test_a_heading_with_a_last_empty_column_counts():
    assert layout_of("Name;Tel;\nA;1;\nB;2;\n").width == 3


def test_old_macintosh_line_ends_are_line_ends():
    assert table_of(b"name\tphone\rA\t1\rB\t2\r")[1] == [(2, ["A", "1"]), (3, ["B", "2"])]


def test_utf16_is_read():
    assert table_of("name~town\nMüller~Köln\n".encode("utf-16"))[1] == [(2, ["Müller", "Köln"])]


@pytest.mark.parametrize("text", ["", "\n\n", " , ,\n", "\ufeff"])
def test_a_file_without_rows_is_refused(text):
    with pytest.raises(EmptyTable):
        layout_of(text)


def test_an_unknown_encoding_is_refused():
    with pytest.raises(LookupError):
        layout_of("a,b\n", encoding="klingon")


def test_reading_twice_begins_at_the_start():
    stream = io.BytesIO(b"name,phone\nA,1\n")
    layout = detect_layout(stream)

    assert list(read_rows(stream, layout)) == list(read_rows(stream, layout))
