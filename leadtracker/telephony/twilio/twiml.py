"""What we answer when Twilio asks what to do with a line. Always built, never formatted."""

from twilio.twiml.voice_response import Dial, VoiceResponse

from leadtracker.domain.calls import LegRole
from leadtracker.telephony.twilio.addresses import Addresses, room_name

PRESS_SECONDS = 10
ROOM_EVENTS = "start end join leave hold mute"


def welcome(addresses: Addresses, call_id: int, *, prompt: str, language: str) -> str:
    """Wait for a key, so that the coordinator's own voicemail cannot take the call."""
    response = VoiceResponse()
    gather = response.gather(
        num_digits=1,
        timeout=PRESS_SECONDS,
        action=addresses.of("agent_joined", call=call_id),
        method="POST",
    )
    gather.say(prompt, language=language)
    response.hangup()
    return str(response)


def room(addresses: Addresses, call_id: int) -> str:
    """Go into the room, which closes when the coordinator leaves: a lead never hears silence.

    The room's status callback is that of whoever comes first, hence the coordinator's alone.
    """
    dial = Dial(action=addresses.of("agent_done", call=call_id), method="POST")
    dial.conference(
        room_name(call_id),
        participant_label=LegRole.AGENT.value,
        start_conference_on_enter=True,
        end_conference_on_exit=True,
        beep="false",
        wait_url="",
        status_callback=addresses.of_events("room", call=call_id),
        status_callback_method="POST",
        status_callback_event=ROOM_EVENTS,
    )
    response = VoiceResponse()
    response.append(dial)
    return str(response)


def spoken(text: str, *, language: str) -> str:
    """Say it. A line that is told nothing more is hung up; a room goes on."""
    response = VoiceResponse()
    response.say(text, language=language)
    return str(response)


def hung_up() -> str:
    response = VoiceResponse()
    response.hangup()
    return str(response)
