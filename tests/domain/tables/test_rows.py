import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.tables.rows import (
    MAX_LINES_IN_ROW,
    RowFault,
    decoded_lines,
    split_rows,
)


def rows_of(text: str, *, width: int = 0, delimiter: str = ","):
    return list(split_rows(io.StringIO(text, newline=""), delimiter, width=width))


def test_a_line_break_inside_a_quoted_cell_belongs_to_the_cell():
    rows = rows_of('a,"two\r\nlines",c\r\nd,e,f\r\n', width=3)

    assert [(row.line, row.cells) for row in rows] == [
        (1, ["a", "two\r\nlines", "c"]),
        (3, ["d", "e", "f"]),
    ]


def test_an_unclosed_quotation_mark_costs_its_own_row_only():
    text = '1,Ann,x\n2,"Bob,y\n3,Cid,z\n4,"Dot",w\n5,Eve,v\n'

    rows = rows_of(text, width=3)

    assert [row.line for row in rows] == [1, 2, 3, 4, 5]
    assert [row.line for row in rows if row.fault] == [2]
    assert rows[1].fault is RowFault.BROKEN_QUOTE
    assert rows[1].cells == ['2,"Bob,y']


def test_an_unclosed_quotation_mark_is_found_where_no_other_follows():
    rows = rows_of('"Bob,y\n' + "a,b\n" * 500, width=2)

    assert [row.line for row in rows if row.fault] == [1]
    assert len(rows) == 501


def test_an_unclosed_quotation_mark_in_the_last_line_is_refused():
    rows = rows_of('a,b\nc,"d\n', width=2)

    assert [(row.line, row.fault) for row in rows] == [(1, None), (2, RowFault.BROKEN_QUOTE)]


def test_a_cell_in_quotes_with_quotes_inside_is_refused_with_its_line():
    rows = rows_of('a,b\n"Bob "The Rim" Ltd",c\nd,e\n', width=2)

    assert [(row.line, bool(row.fault)) for row in rows] == [(1, False), (2, True), (3, False)]


def test_inches_inside_an_unquoted_cell_are_text():
    assert rows_of('17" rims,x\n', width=2)[0].cells == ['17" rims', "x"]


def test_a_row_that_closes_its_quote_in_a_later_row_gives_that_row_back():
    rows = rows_of('1,"Bob,x\n2,Cid,y\n3,Dot,"z"\n4,Eve,w\n', width=3)

    assert [(row.line, bool(row.fault)) for row in rows] == [
        (1, True),
        (2, False),
        (3, False),
        (4, False),
    ]


def test_the_rest_of_a_broken_row_is_refused_with_it():
    rows = rows_of('1,"two lines\nwith a "quote" inside",x\n2,b,c\n', width=3)

    assert [(row.line, bool(row.fault)) for row in rows] == [(1, True), (2, True), (3, False)]


def test_a_file_of_broken_rows_is_read_to_its_end():
    rows = rows_of('a,"b\n' * 300, width=2)

    assert [row.line for row in rows] == list(range(1, 301))


def test_a_cell_may_hold_many_lines_but_not_a_whole_file():
    lines = "\n" * (MAX_LINES_IN_ROW - 1)
    assert rows_of(f'"{lines}x",b\n', width=2)[0].fault is None

    lines = "\n" * MAX_LINES_IN_ROW
    assert rows_of(f'"{lines}x",b\n', width=2)[0].fault is RowFault.BROKEN_QUOTE


def test_short_rows_are_filled_up_and_empty_ones_left_out():
    rows = rows_of("a,b,c\n\n , ,\nd\n", width=3)

    assert [(row.line, row.cells) for row in rows] == [(1, ["a", "b", "c"]), (4, ["d", "", ""])]


def test_empty_cells_past_the_last_column_are_cut():
    assert rows_of("a,b,,,\n", width=2)[0].cells == ["a", "b"]


def test_a_row_with_more_to_say_than_columns_is_refused():
    row = rows_of("Smith, Jones & Co,020\n", width=2)[0]

    assert row.fault is RowFault.TOO_MANY_CELLS
    assert row.cells == ["Smith", "Jones & Co", "020"]


def test_blanks_around_cells_and_before_quotes_go():
    assert rows_of(' a , "b, c",\u00a0d\u00a0\n', width=3)[0].cells == ["a", "b, c", "d"]


def test_nul_characters_go_and_damage_is_marked():
    lines = list(decoded_lines(io.BytesIO(b"a\x00b,\xff\r\nc"), "utf-8"))

    assert lines == ["ab,\ufffd\r\n", "c"]


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Cc", "Z")),
    min_size=1,
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=20))
def test_what_the_standard_library_writes_is_read_back(table):
    text = io.StringIO()
    csv.writer(text).writerows(table)

    rows = rows_of(text.getvalue(), width=3)

    assert [row.cells for row in rows] == table
    assert not any(row.fault for row in rows)


@given(st.text(alphabet='ab,"\n\r', max_size=80), st.integers(0, 4))
def test_whatever_is_in_a_file_its_lines_are_told_in_order_and_none_is_lost(text, width):
    rows = rows_of(text, width=width)

    lines = [row.line for row in rows]
    assert lines == sorted(set(lines))
    letters = sum(cell.count("a") for row in rows for cell in row.cells)
    assert letters == text.count("a")
