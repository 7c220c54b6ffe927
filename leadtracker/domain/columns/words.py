"""What lists call their columns, in English, Spanish, French and German.

Each phrase is a run of whole words of the heading, after case, accents and punctuation are gone
and ``CamelCase`` is parted. Whole words matter: "ministere_tutelle" holds "tel" and is no
telephone.
"""

from enum import StrEnum


class Field(StrEnum):
    """What a column of a list may become."""

    COMPANY = "company"
    CONTACT = "contact"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    CONTACT_ROLE = "contact_role"
    PHONE = "phone"
    AREA_CODE = "area_code"
    EMAIL = "email"
    ADDRESS = "address"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    WEBSITE = "website"
    LANGUAGE = "language"
    NOTES = "notes"


#: Fields that several columns may share; they are joined in the order of the file.
SHARED = frozenset({Field.PHONE, Field.ADDRESS, Field.NOTES})

PHRASES: dict[Field, tuple[str, ...]] = {
    Field.COMPANY: (
        "company", "company name", "business", "business name", "organisation", "organization",
        "organisation name", "organization name", "account", "account name", "trading name",
        "trade name", "legal name", "dba", "dba name", "firm", "practice name", "school name",
        "facility name", "hospital name", "institution name", "instnm", "establishment",
        "establishment name", "store name", "shop", "dealer", "dealer name", "customer",
        "customer name", "client", "client name", "employer", "merchant", "venue",
        "empresa", "nombre empresa", "razon social", "nombre comercial", "compania", "negocio",
        "nombre del negocio", "denominacion", "denominacion social", "cliente", "titular",
        "entreprise", "societe", "raison sociale", "nom entreprise", "nom de l entreprise",
        "nom etablissement", "nom de l etablissement", "denomination", "enseigne", "etablissement",
        "denomination usuelle",
        "firma", "firmenname", "unternehmen", "unternehmensname", "betrieb", "kunde", "kundenname",
        "einrichtung", "schulname", "organisationsname",
    ),
    Field.CONTACT: (
        "contact", "contact name", "contact person", "contact 1", "full name", "person",
        "person name", "owner name", "manager", "manager name", "attention", "attn",
        "decision maker",
        "contacto", "nombre contacto", "nombre de contacto", "persona de contacto",
        "nombre y apellidos", "responsable", "encargado", "propietario",
        "nom du contact", "personne a contacter", "interlocuteur", "nom et prenom", "dirigeant",
        "gerant",
        "ansprechpartner", "ansprechperson", "kontakt", "kontaktperson", "inhaber",
        "geschaftsfuhrer", "schulleitung",
    ),
    Field.FIRST_NAME: (
        "first name", "forename", "given name", "fname", "first", "prenom", "vorname",
        "nombre de pila",
    ),
    Field.LAST_NAME: (
        "last name", "surname", "family name", "lname", "last", "apellido", "apellidos",
        "nom de famille", "nachname", "zuname", "familienname",
    ),
    Field.CONTACT_ROLE: (
        "job title", "title", "role", "position held", "job", "contact role", "contact title",
        "cargo", "puesto", "fonction", "poste occupe", "funktion", "berufsbezeichnung",
    ),
    Field.PHONE: (
        "phone", "phone number", "phone no", "phone 1", "phone 2", "phones", "telephone",
        "telephone number", "telephone no", "tel", "tel no", "tel number", "tel 1", "tel 2",
        "main phone", "business phone", "work phone", "office phone", "home phone", "company phone",
        "contact number", "contact phone", "contact phone number", "contact telephone",
        "daytime phone", "direct dial", "direct line", "switchboard", "landline", "mobile",
        "mobile phone", "mobile number", "mob", "cell", "cell phone", "cellular",
        "gentele", "other phone", "second phone", "alternative phone",
        "telefono", "telefonos", "telefono 1", "telefono 2", "numero de telefono", "tel fijo",
        "telefono fijo", "telefono movil", "movil", "celular", "tfno", "tlf", "tlfno", "fono",
        "telephone fixe", "telephone portable", "numero de telephone", "num tel",
        "telephone mobile", "portable", "tel fixe", "tel portable", "tel mobile",
        "telefon", "telefonnummer", "telefon nr", "tel nr", "fon", "rufnummer", "handy",
        "handynummer", "mobil", "mobiltelefon", "mobilnummer", "festnetz", "durchwahl",
        "telefone", "telefono cellulare", "telefoon", "telefoonnummer", "gsm", "telefonszam",
    ),
    Field.AREA_CODE: (
        "area code", "phone area code", "dialling code", "dialing code", "std code",
        "ddd", "prefijo", "codigo de area", "lada", "indicatif", "indicatif regional", "vorwahl",
        "ortsvorwahl",
    ),
    Field.EMAIL: (
        "email", "e mail", "mail", "email address", "e mail address", "mail address",
        "school email", "contact email", "business email", "work email",
        "correo", "correo electronico", "direccion de correo", "email contacto",
        "courriel", "adresse mail", "adresse email", "adresse electronique", "adresse e mail",
        "mailadresse", "e mail adresse", "email adresse",
    ),
    Field.ADDRESS: (
        "address", "address 1", "address 2", "address 3", "address line", "address line 1",
        "address line 2", "address line 3", "address line 4", "street", "street address",
        "street name", "street 1", "street 2", "addr", "addr 1", "addr 2", "mailing address",
        "postal address", "full address", "location address", "house number", "provider address",
        "direccion", "domicilio", "calle",
        "adresse", "adresse 1", "adresse 2", "adresse 3", "adresse postale", "rue",
        "complement adresse", "libelle voie",
        "anschrift", "strasse", "strasse und hausnummer", "strasse hausnummer",
        "hausnummer", "indirizzo", "endereco", "adres",
    ),
    Field.CITY: (
        "city", "town", "city name", "town city", "city town", "town suburb", "suburb", "locality",
        "post town", "municipality", "village", "place",
        "ciudad", "localidad", "municipio", "poblacion", "comuna",
        "ville", "commune", "nom commune", "nom de la commune", "localite", "libelle commune",
        "ort", "stadt", "gemeinde", "wohnort", "comune", "citta", "cidade", "plaats",
    ),
    Field.REGION: (
        "state", "province", "state province", "county", "region", "state code", "stabbr",
        "state name", "state abbreviation", "st", "prefecture", "territory", "county parish",
        "provincia", "comunidad autonoma", "estado", "departamento",
        "departement", "libelle departement", "libelle region", "nom departement", "canton",
        "bundesland", "land", "kanton", "regione", "uf",
    ),
    Field.POSTAL_CODE: (
        "postal code", "postcode", "post code", "zip", "zip code",
        "zip postal code", "postal", "pin code", "pincode",
        "codigo postal", "cp", "c p", "cod postal", "code postal",
        "plz", "postleitzahl", "cap", "cep", "eircode",
    ),
    Field.COUNTRY: (
        "country", "country name", "country code", "nation",
        "pais", "pays", "land", "staat", "paese",
    ),
    Field.WEBSITE: (
        "website", "web site", "web", "url", "web address", "webaddr", "homepage", "home page",
        "website url", "web url", "site", "domain", "internet", "company url", "company website",
        "sitio web", "pagina web", "pagina", "site web", "site internet", "adresse web",
        "webseite", "internetseite", "internetadresse", "webadresse", "sito web",
    ),
    Field.LANGUAGE: (
        "language", "preferred language", "lang", "locale", "idioma", "lengua", "langue",
        "sprache", "lingua",
    ),
    Field.NOTES: (
        "notes", "note", "comments", "comment", "remarks", "remark", "memo", "description",
        "notas", "nota", "comentarios", "observaciones", "remarques", "commentaire",
        "commentaires", "observations", "notiz", "notizen", "bemerkung", "bemerkungen",
        "anmerkung", "anmerkungen", "kommentar",
    ),
}  # fmt: skip

#: A heading with one of these is the number of a fax machine, whatever else it says.
FAX = ("fax", "telecopi", "facsimile")

#: Words that make a heading speak about something else than the lead itself.
ASIDE = frozenset(
    (
        "id", "code", "type", "date", "status", "count", "url", "uri", "key", "ref", "reference",
        "created", "updated", "modified", "flag", "latitude", "longitude", "extension", "ext",
        "parent", "billing", "head", "directorate", "emergency", "previous", "former", "old",
        "verified", "valid", "source", "class", "size", "year", "identifiant", "identificador",
        "kennung", "siret", "siren", "vat", "tax",
    )
)  # fmt: skip

#: Words that carry nothing.
FILLER = frozenset(
    (
        "the", "of", "and", "de", "del", "la", "le", "les", "du", "des", "der", "die", "das", "und",
        "et", "y", "l", "d", "your", "primary", "main", "lead", "no", "nr", "nbr", "num", "value",
    )
)  # fmt: skip

#: A heading that is only this is the company, unless another column says so more plainly; then it
#: is the person.
BARE_NAME = frozenset(("name", "nombre", "nom", "naam", "nome", "names", "bezeichnung"))
