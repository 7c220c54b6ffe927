import pytest
from sqlalchemy import select

from leadtracker.db import db as database
from leadtracker.domain.columns import Field
from leadtracker.domain.queue import QueueKind
from leadtracker.models import (
    Activity,
    ImportRow,
    Lead,
    LeadListMember,
    Phone,
    QueueItem,
)
from leadtracker.models.lead_import import ImportState, RowProblem
from leadtracker.queries import imports as find
from leadtracker.queries.leads import LeadFilter, leads_matching
from leadtracker.services import imports
from leadtracker.services.imports import running
from tests.support.builders import make_lead, make_promotion
from tests.support.import_files import import_all, receive, start, table
from tests.support.real_data import real_data

pytestmark = pytest.mark.usefixtures("noise")


def counts_of(lead_import) -> tuple[int, ...]:
    """created, updated, duplicates, refused, invalid_phone, without_phone."""
    counts = lead_import.counts
    parts = [counts[name] for name in ("created", "updated", "duplicates", "refused")]
    assert sum(parts) == counts["rows"]
    return (*parts, counts["invalid_phone"], counts["without_phone"])


def imported(lead_import) -> list[Lead]:
    stmt = select(Lead).where(Lead.import_id == lead_import.id).order_by(Lead.id)
    return list(database.session.scalars(stmt))


def problems_of(lead_import) -> list[tuple[int, RowProblem, str]]:
    rows = database.session.scalars(find.problem_rows(lead_import))
    return [(row.line, row.problem, row.detail) for row in rows]


def test_rows_become_leads_on_the_list(dora):
    done = import_all(
        table(
            "Acme,020 7946 0301,London,N1 9GU,a@acme.example",
            "Bolt,0113 496 0302,Leeds,LS1 4AP,",
        ),
        by=dora,
        team_id=dora.team_id,
    )

    assert done.state is ImportState.DONE
    assert counts_of(done) == (2, 0, 0, 0, 0, 0)
    acme, bolt = imported(done)
    assert [phone.e164 for phone in acme.phones] == ["+442079460301"]
    assert (acme.company, acme.city, acme.country) == ("Acme", "London", "GB")
    assert acme.time_zone == "Europe/London"
    assert acme.email == "a@acme.example"
    members = database.session.scalars(
        select(LeadListMember.lead_id).where(LeadListMember.list_id == done.list_id)
    )
    assert set(members) == {acme.id, bolt.id}


def test_imported_leads_are_found_by_name_and_number(dora):
    import_all(table("Unusual Rims,020 7946 0303,London,,"))

    for q in ("unusual", "7946 0303"):
        found = database.session.scalars(leads_matching(LeadFilter(q=q), reader=dora)).all()
        assert [lead.company for lead in found] == ["Unusual Rims"]


def test_a_number_of_a_lead_of_before_fills_only_what_is_empty(dora):
    known = make_lead("Acme Ltd", phone="+44 20 7946 0304", city="Leeds", email="")

    done = import_all(table("Acme,020 7946 0304,London,N1 9GU,new@acme.example"), by=dora)

    assert counts_of(done) == (0, 1, 0, 0, 0, 0)
    database.session.refresh(known)
    assert (known.company, known.city) == ("Acme Ltd", "Leeds")
    assert (known.postal_code, known.email) == ("N1 9GU", "new@acme.example")
    told = database.session.scalar(select(Activity).where(Activity.lead_id == known.id))
    assert (told.kind, told.user_id) == ("lead_updated", dora.id)
    assert set(told.data["fields"]) == {"postal_code", "email"}
    member = select(LeadListMember).where(LeadListMember.lead_id == known.id)
    assert database.session.scalar(member).list_id == done.list_id


def test_a_lead_that_learns_nothing_is_a_duplicate_and_stands_on_the_list():
    content = table("Acme,020 7946 0305,London,N1 9GU,")
    first = import_all(content)

    again = import_all(content, list_name="Another list")

    assert counts_of(again) == (0, 0, 1, 0, 0, 0)
    (lead,) = imported(first)
    row = database.session.scalar(find.problem_rows(again))
    assert (row.problem, row.lead_id) == (RowProblem.DUPLICATE_KNOWN, lead.id)
    on_list = select(LeadListMember.lead_id).where(LeadListMember.list_id == again.list_id)
    assert list(database.session.scalars(on_list)) == [lead.id]


def test_a_number_twice_in_the_file_names_the_line_of_the_first():
    done = import_all(table("Acme,020 7946 0306,,,", "", "Acme too,+44 20 7946 0306,,,"))

    assert counts_of(done) == (1, 0, 1, 0, 0, 0)
    assert problems_of(done) == [(4, RowProblem.DUPLICATE_IN_FILE, "2")]


def test_a_row_with_a_number_that_is_none_comes_in_without_one():
    done = import_all(table("Acme,0113 496,Leeds,,"))

    assert counts_of(done) == (1, 0, 0, 0, 1, 0)
    (lead,) = imported(done)
    assert [(phone.e164, phone.original) for phone in lead.phones] == [(None, "0113 496")]
    row = database.session.scalar(find.problem_rows(done))
    assert (row.problem, row.detail, row.lead_id) == (
        RowProblem.INVALID_PHONE,
        "no_such_number",
        lead.id,
    )


def test_a_row_needs_a_company_or_a_number_only():
    done = import_all(
        table("Acme,,,,", ",020 7946 0307,,,", ",,Leeds,,", ",not a number,,,"),
    )

    assert counts_of(done) == (2, 0, 0, 2, 1, 2)
    assert problems_of(done) == [
        (4, RowProblem.NOTHING_USABLE, ""),
        (5, RowProblem.NOTHING_USABLE, "not_a_number"),
    ]


def test_a_broken_row_is_kept_as_it_came():
    done = import_all(
        table('"Acme,020 7946 0308,,,', "Bolt,020 7946 0309,,,", "a,b,c,d,e,f"),
    )

    assert counts_of(done) == (1, 0, 0, 2, 0, 0)
    assert problems_of(done) == [
        (2, RowProblem.BROKEN_ROW, "broken_quote"),
        (4, RowProblem.BROKEN_ROW, "too_many_cells"),
    ]
    row = database.session.scalar(find.problem_rows(done))
    assert row.cells == ['"Acme,020 7946 0308,,,']


def test_any_of_several_numbers_finds_the_lead_and_new_ones_are_added():
    known = make_lead("Acme", phone="+44 20 7946 0310", city="", postal_code="")

    done = import_all(
        table("Acme,020 7946 0311,020 7946 0310", heading="Company,Phone,Mobile"),
    )

    assert counts_of(done) == (0, 1, 0, 0, 0, 0)
    database.session.refresh(known)
    assert [phone.e164 for phone in known.phones] == ["+442079460310", "+442079460311"]


def test_a_file_without_numbers_imported_twice_makes_nothing_twice():
    content = table("Acme,,Leeds,LS1 4AP,", "Bolt,,Leeds,LS1 4AP,", "Acme,,York,YO1 7HH,")

    assert counts_of(import_all(content))[0] == 3
    assert counts_of(import_all(content))[:3] == (0, 0, 3)


def test_a_corrected_number_finds_the_lead_that_was_made_without_one():
    first = import_all(table("Acme,0113 496,Leeds,LS1 4AP,"))
    (lead,) = imported(first)

    second = import_all(table("ACME,0113 496 0312,Leeds,LS1 4AP,"))

    assert counts_of(second) == (0, 1, 0, 0, 0, 0)
    database.session.refresh(lead)
    assert lead.first_dialable.e164 == "+441134960312"


def test_leads_of_a_live_promotions_list_join_its_queue():
    promotion = make_promotion("Spring")
    done = import_all(
        table("Acme,020 7946 0313,London,N1 9GU,"), list_name=promotion.lead_list.name
    )

    (lead,) = imported(done)
    item = database.session.scalar(select(QueueItem).where(QueueItem.lead_id == lead.id))
    assert (item.kind, item.promotion_id) == (QueueKind.PROMOTION, promotion.id)


def test_a_number_is_known_in_every_later_chunk():
    rows = [f"Shop {n},020 7946 0400,,," for n in (1, 2)]
    between = [f"Nameless {n},,,," for n in range(2 * running.CHUNK_ROWS)]

    done = import_all(table(rows[0], *between, rows[1]))

    assert counts_of(done) == (len(between) + 1, 0, 1, 0, 0, len(between))
    assert problems_of(done) == [(len(between) + 3, RowProblem.DUPLICATE_IN_FILE, "2")]


def test_the_file_is_let_go_of_when_it_is_done():
    done = import_all(table("Acme,020 7946 0314,,,"))

    assert find.content_of(done.id) is None


def test_what_was_finished_is_not_run_again():
    done = import_all(table("Acme,020 7946 0315,,,"))

    assert not imports.run_import(done.id)
    assert not imports.run_next_import()


def test_the_oldest_import_that_waits_is_run_first():
    waiting = [receive(table(f"Acme {n},020 7946 032{n},,,")) for n in (1, 2)]
    for lead_import in waiting:
        start(lead_import)

    assert imports.run_next_import()

    states = [find.find_import(one.id).state for one in waiting]
    assert states == [ImportState.DONE, ImportState.QUEUED]


def test_a_column_chosen_by_hand_decides():
    lead_import = receive(table("020 7946 0316,Acme", heading="Company,Phone"))
    start(lead_import, fields=[Field.PHONE, Field.COMPANY])

    imports.run_import(lead_import.id)

    assert counts_of(find.find_import(lead_import.id))[0] == 1
    phone = database.session.scalar(select(Phone).where(Phone.e164 == "+442079460316"))
    assert phone.lead.company == "Acme"


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("uk_gp_practices_epraccur_2025_noheader.csv", "GB", (13_639, 2895, 0, 68, 372)),
        ("us_ipeds_colleges_2013.csv", "US", (5450, 211, 0, 23, 33)),
        ("fr_education_35_semicolon_bom.csv", "FR", (935, 61, 0, 0, 16)),
    ],
)
def test_a_real_list_comes_in_and_adds_up(name, country, expected):
    done = import_all(real_data(f"lists/{name}").read_bytes(), country=country)

    created, updated, *rest = counts_of(done)
    assert updated == 0
    assert (created, *rest) == pytest.approx(expected, rel=0.01, abs=3)
    kept = database.session.query(ImportRow).filter_by(import_id=done.id).count()
    assert kept == done.duplicate_count + done.refused_count + done.invalid_phone_count
