import pytest

from leadtracker.domain.columns.headings import heading_trust, is_fax, looks_like_heading
from leadtracker.domain.columns.words import Field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Phone", Field.PHONE),
        ("phone_number", Field.PHONE),
        ("PhoneNumber", Field.PHONE),
        ("TELEPHONE NO.", Field.PHONE),
        ("Teléfono", Field.PHONE),
        ("Téléphone", Field.PHONE),
        ("Telefon-Nr.", Field.PHONE),
        ("Móvil", Field.PHONE),
        ("eMail", Field.EMAIL),
        ("E-Mail-Adresse", Field.EMAIL),
        ("Correo electrónico", Field.EMAIL),
        ("School_Email", Field.EMAIL),
        ("Company Name", Field.COMPANY),
        ("Razón social", Field.COMPANY),
        ("Nom de l’établissement", Field.COMPANY),
        ("Firmenname", Field.COMPANY),
        ("STREETADDRESS", Field.ADDRESS),
        ("address_2", Field.ADDRESS),
        ("Straße", Field.ADDRESS),
        ("Code postal", Field.POSTAL_CODE),
        ("zipCode", Field.POSTAL_CODE),
        ("PLZ", Field.POSTAL_CODE),
        ("C.P.", Field.POSTAL_CODE),
        ("state_province", Field.REGION),
        ("Bundesland", Field.REGION),
        ("Town/Suburb", Field.CITY),
        ("Población", Field.CITY),
        ("País", Field.COUNTRY),
        ("website_url", Field.WEBSITE),
        ("Vorwahl", Field.AREA_CODE),
        ("Prénom", Field.FIRST_NAME),
        ("Nachname", Field.LAST_NAME),
        ("Ansprechpartner", Field.CONTACT),
        ("Preferred language", Field.LANGUAGE),
        ("Bemerkungen", Field.NOTES),
    ],
)
def test_a_plain_heading_is_trusted(heading, field):
    assert heading_trust(heading, field) == 1.0


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ministere_tutelle", Field.PHONE),
        ("Ecole_maternelle", Field.PHONE),
        ("Hotel", Field.PHONE),
        ("Code_commune", Field.CITY),
        ("Type_etablissement", Field.COMPANY),
        ("Identifiant_de_l_etablissement", Field.COMPANY),
        ("Operational_directorate_office_phone", Field.PHONE),
        ("Phone type", Field.PHONE),
        ("Email verified", Field.EMAIL),
    ],
)
def test_a_heading_about_something_else_is_not(heading, field):
    assert heading_trust(heading, field) < 0.5


@pytest.mark.parametrize("heading", ["Fax", "FAXTELE", "Telefax", "Télécopie", "Phone / Fax"])
def test_a_fax_is_told_by_its_name(heading):
    assert is_fax(heading)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["name", "phone"], ["Smith", "020 7946 0001"]),
        (["phone"], ["020 7946 0001"]),
        (["a", "b"], ["1", "2"]),
        (["Branch", "Revenue"], ["Leeds", "12,000"]),
        (["Firma", "Ort", ""], ["Reifen GmbH", "Berlin", ""]),
        (["name", "phone", "2024", "2025"], ["Smith", "020 7946 0001", "17", "20"]),
    ],
)
def test_a_first_row_that_names_columns_is_a_heading(first, second):
    assert looks_like_heading(first, [second])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["Smith Ltd", "020 7946 0001"], ["Jones Ltd", "020 7946 0002"]),
        (["Smith Ltd", "a@smith.example"], ["Jones Ltd", "b@jones.example"]),
        (["Smith Ltd", "Leeds"], ["Jones Ltd", "York"]),
        (["A81001", "THE SURGERY", "19740401"], ["A81002", "THE CENTRE", "19740401"]),
        (["020 7946 0001"], ["020 7946 0002"]),
    ],
)
def test_a_first_row_of_data_is_not(first, second):
    assert not looks_like_heading(first, [second])
