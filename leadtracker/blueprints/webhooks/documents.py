"""The provider asks what to do with a line: answered with a document, and nothing else is done."""

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from leadtracker.models import Call
from leadtracker.queries import calls as find
from leadtracker.telephony import get_telephony
from leadtracker.telephony.interface import NotOurs

#: The voice that reads a text in one of our languages.
VOICES = {"en": "en-GB", "es": "es-ES"}


def add_routes(bp: Blueprint) -> None:
    bp.post("/agent")(agent)
    bp.post("/agent_joined")(agent_joined)
    bp.post("/agent_done")(agent_done)
    bp.post("/announcement")(announcement)
    bp.post("/fallback")(fallback)


def agent() -> Response:
    """The coordinator's telephone was answered: have 1 pressed, unless the call is over by now."""
    call = _open_call()
    if call is None:
        return _document(get_telephony().hung_up())
    locale = call.user.locale
    with force_locale(locale):
        prompt = _("Press 1 and we ring %(company)s.", company=call.lead.name)
    return _document(get_telephony().agent_welcome(call.id, prompt=prompt, language=_voice(locale)))


def agent_joined() -> Response:
    """A key was pressed: 1 opens the call's room, anything else ends it."""
    call = _open_call()
    if call is None or not get_telephony().read_agent_pressed(request.form):
        return _document(get_telephony().hung_up())
    return _document(get_telephony().agent_room(call.id))


def agent_done() -> Response:
    """The coordinator is out of the room: there is nothing more to do on that line."""
    return _document(get_telephony().hung_up())


def announcement() -> Response:
    """Everybody in the room hears the text that stands in the address; we wrote and signed it."""
    text, language = request.args.get("text", ""), request.args.get("language", VOICES["en"])
    return _document(get_telephony().spoken(text, language=language))


def fallback() -> Response:
    """We could not say what to do in time: apologise, and the line is hung up."""
    text = _("We are sorry, there is a fault on our side. Please try again in a moment.")
    return _document(get_telephony().spoken(text, language=VOICES["en"]))


def _open_call() -> Call | None:
    """The call that is asked about, if it is one of ours and has not ended."""
    try:
        call = find.find_call(get_telephony().read_call_id(request.args))
    except NotOurs:
        return None
    return call if call and not call.has_ended else None


def _voice(locale: str) -> str:
    return VOICES.get(locale.partition("_")[0], VOICES["en"])


def _document(xml: str) -> Response:
    return Response(xml, mimetype="text/xml")
