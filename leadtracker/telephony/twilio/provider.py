"""Calls through Twilio.

Every call is a Conference called ``att-<call id>`` with named participants. The coordinator's leg
is made with the Calls resource and fetches what to do from us; the lead's leg is made with the
Participants resource. Every address that Twilio is given carries our id of the call, so a leg
whose answer was lost on the way still says whose it is.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from twilio.rest import Client

from leadtracker.domain.calls import LegRole, LegStatus
from leadtracker.telephony.interface import (
    LegEvent,
    LegPlaced,
    LegReport,
    MachineEvent,
    RoomEvent,
    TelephonyRefused,
    WebhookRequest,
)
from leadtracker.telephony.twilio import twiml, words
from leadtracker.telephony.twilio.addresses import Addresses, room_name
from leadtracker.telephony.twilio.transport import (
    asking,
    has_ended,
    make_http_client,
    over_is_fine,
)

AGENT_RINGS_SECONDS = 20
LEAD_RINGS_SECONDS = 25
LONGEST_CALL_SECONDS = 2 * 60 * 60
LEG_EVENTS = ["initiated", "ringing", "answered", "completed"]


class TwilioTelephony:
    """Calls through Twilio, or through what speaks like it at ``api_base`` on this machine.

    Raises ``ValueError`` without credentials (nothing could be verified) and for an ``api_base``
    elsewhere.
    """

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        public_base_url: str,
        caller_id: str,
        api_base: str = "",
    ):
        if not (account_sid and auth_token):
            raise ValueError("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN must be set")
        self.simulated = bool(api_base)
        self.caller_id = caller_id
        self._account_sid = account_sid
        self._addresses = Addresses(public_base_url.rstrip("/"))
        self._validator = RequestValidator(auth_token)
        self._client = Client(account_sid, auth_token, http_client=make_http_client(api_base))

    # --- asking ----------------------------------------------------------------------------------

    def ring_agent(self, *, call_id: int, leg_id: int, to: str, caller_id: str) -> LegPlaced:
        with asking():
            leg = self._client.calls.create(
                to=to,
                from_=caller_id,
                url=self._addresses.of("agent", call=call_id),
                method="POST",
                fallback_url=self._addresses.of("fallback", call=call_id),
                fallback_method="POST",
                timeout=AGENT_RINGS_SECONDS,
                time_limit=LONGEST_CALL_SECONDS,
                **self._leg_callbacks(call_id, LegRole.AGENT),
            )
        return LegPlaced(leg.sid, words.status_of(leg.status), _seconds(leg.queue_time))

    def ring_lead(self, *, call_id: int, leg_id: int, to: str, caller_id: str) -> LegPlaced:
        with asking():
            participant = self._client.conferences(room_name(call_id)).participants.create(
                to=to,
                from_=caller_id,
                label=LegRole.LEAD.value,
                early_media=True,
                beep="false",
                end_conference_on_exit=False,
                timeout=LEAD_RINGS_SECONDS,
                time_limit=LONGEST_CALL_SECONDS,
                machine_detection="Enable",
                amd_status_callback=self._addresses.of_events("machine", call=call_id),
                amd_status_callback_method="POST",
                **self._leg_callbacks(call_id, LegRole.LEAD),
            )
        return LegPlaced(
            participant.call_sid,
            words.status_of(participant.status),
            _seconds(participant.queue_time),
        )

    def hang_up(self, provider_id: str) -> LegReport:
        try:
            with asking():
                return _report(self._client.calls(provider_id).update(status="completed"))
        except TelephonyRefused as refusal:
            if not has_ended(refusal):
                raise
            return self.fetch_leg(provider_id)

    def end_room(self, call_id: int) -> None:
        with asking(), over_is_fine():
            self._client.conferences(room_name(call_id)).update(status="completed")

    def announce(self, call_id: int, text: str, *, language: str = "en-GB") -> None:
        url = self._addresses.of("announcement", call=call_id, text=text, language=language)
        with asking(), over_is_fine():
            self._client.conferences(room_name(call_id)).update(
                announce_url=url, announce_method="POST"
            )

    def fetch_leg(self, provider_id: str) -> LegReport:
        try:
            with asking():
                return _report(self._client.calls(provider_id).fetch())
        except TelephonyRefused as refusal:
            if not has_ended(refusal):
                raise
            return LegReport(provider_id, LegStatus.FAILED)

    def find_legs(self, *, to: str, caller_id: str, since: datetime) -> list[LegReport]:
        # A leg that still waits to be dialled has no start time to look for, but a creation date.
        with asking():
            legs = self._client.calls.list(to=to, from_=caller_id, limit=50, page_size=50)
        reports = map(_report, legs)
        return [leg for leg in reports if leg.created_at is None or leg.created_at >= since]

    def _leg_callbacks(self, call_id: int, role: LegRole) -> dict:
        return {
            "status_callback": self._addresses.of_events("leg", call=call_id, role=role.value),
            "status_callback_method": "POST",
            "status_callback_event": LEG_EVENTS,
        }

    # --- being told ------------------------------------------------------------------------------

    def verify(self, request: WebhookRequest) -> bool:
        # The address is rebuilt from the settings: what a proxy makes of it is not what was signed.
        url = self._addresses.base + request.path
        if request.query_string:
            url += f"?{request.query_string}"
        signature = request.headers.get(SIGNATURE_HEADER, "")
        algorithm = get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER))
        genuine = self._validator.validate(url, request.form, signature, algorithm)
        return genuine and request.form.get("AccountSid") == self._account_sid

    def read_call_id(self, args: Mapping[str, str]) -> int:
        return words.call_id_of(args)

    def read_leg_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> LegEvent:
        return words.leg_event(args, form)

    def read_room_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> RoomEvent:
        return words.room_event(args, form)

    def read_machine_event(self, args: Mapping[str, str], form: Mapping[str, str]) -> MachineEvent:
        return words.machine_event(args, form)

    def read_agent_pressed(self, form: Mapping[str, str]) -> bool:
        return form.get("Digits") == "1"

    # --- answering -------------------------------------------------------------------------------

    def agent_welcome(self, call_id: int, *, prompt: str, language: str) -> str:
        return twiml.welcome(self._addresses, call_id, prompt=prompt, language=language)

    def agent_room(self, call_id: int) -> str:
        return twiml.room(self._addresses, call_id)

    def spoken(self, text: str, *, language: str) -> str:
        return twiml.spoken(text, language=language)

    def hung_up(self) -> str:
        return twiml.hung_up()


def _report(leg) -> LegReport:
    """What the Calls resource says. The moment of answering follows from the duration."""
    duration = int(leg.duration) if leg.duration else None
    ended_at = leg.end_time
    answered_at = ended_at - timedelta(seconds=duration) if ended_at and duration else None
    return LegReport(
        provider_id=leg.sid,
        status=words.status_of(leg.status),
        to=leg.to,
        caller_id=getattr(leg, "_from", "") or "",
        created_at=leg.date_created,
        answered_at=answered_at,
        ended_at=ended_at,
        duration_seconds=duration,
        by_machine=words.is_machine(leg.answered_by),
    )


def _seconds(milliseconds: str | None) -> float:
    return int(milliseconds or 0) / 1000
