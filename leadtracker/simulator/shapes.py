"""Twilio's JSON. Fields: twilio.com/docs/voice/api/call-resource, …/participant-resource,
…/conference-resource. Those that nothing here can know are null, as Twilio leaves them too.
"""

from datetime import datetime
from email.utils import format_datetime

from leadtracker.simulator.lines import Line, LineStatus, Member, Room

VERSION = "2010-04-01"

#: A participant's words for a line's status.
PARTICIPANT_STATUSES = {
    LineStatus.QUEUED: "queued",
    LineStatus.INITIATED: "connecting",
    LineStatus.RINGING: "ringing",
    LineStatus.IN_PROGRESS: "connected",
}

#: What a line that never began to ring is called by the Calls resource, which has no "initiated".
CALL_STATUSES = {LineStatus.INITIATED: "queued"}


def account_uri(account_sid: str) -> str:
    return f"/{VERSION}/Accounts/{account_sid}"


def call(line: Line, account_sid: str) -> dict:
    uri = f"{account_uri(account_sid)}/Calls/{line.sid}"
    over = line.ended_at is not None
    return {
        "account_sid": account_sid,
        "annotation": None,
        "answered_by": line.answered_by.partition("_")[0] or None,
        "api_version": VERSION,
        "caller_name": None,
        "date_created": _date(line.created_at),
        "date_updated": _date(line.ended_at or line.answered_at or line.created_at),
        "direction": "outbound-api",
        "duration": str(line.duration_seconds) if over else None,
        "end_time": _date(line.ended_at),
        "forwarded_from": None,
        "from": line.from_,
        "from_formatted": line.from_,
        "group_sid": None,
        "parent_call_sid": None,
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "queue_time": str(round(line.queue_seconds * 1000)),
        "sid": line.sid,
        "start_time": _date(line.started_at),
        "status": CALL_STATUSES.get(line.status, line.status.value),
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
        "to": line.to,
        "to_formatted": line.to,
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


def participant(line: Line, room: Room, member: Member | None, account_sid: str) -> dict:
    """A line of a room; ``member`` is None while it is still on its way there."""
    uri = f"{account_uri(account_sid)}/Conferences/{room.sid}/Participants/{line.sid}.json"
    return {
        "account_sid": account_sid,
        "call_sid": line.sid,
        "call_sid_to_coach": (member.coached or None) if member else None,
        "coaching": member.coaching if member else False,
        "conference_sid": room.sid,
        "date_created": _date(line.created_at),
        "date_updated": _date(line.created_at),
        "end_conference_on_exit": member.end_on_exit if member else line.end_on_exit,
        "hold": member.hold if member else False,
        "label": (member.label if member else line.label) or None,
        "muted": member.muted if member else False,
        "queue_time": str(round(line.queue_seconds * 1000)),
        "start_conference_on_enter": member.starts if member else True,
        "status": PARTICIPANT_STATUSES.get(line.status, "complete"),
        "uri": uri,
    }


def conference(room: Room, account_sid: str) -> dict:
    uri = f"{account_uri(account_sid)}/Conferences/{room.sid}"
    return {
        "account_sid": account_sid,
        "api_version": VERSION,
        "call_sid_ending_conference": room.ended_by_sid or None,
        "date_created": _date(room.created_at),
        "date_updated": _date(room.updated_at or room.created_at),
        "friendly_name": room.name,
        "reason_conference_ended": room.reason_ended or None,
        "region": "us1",
        "sid": room.sid,
        "status": room.status.value,
        "subresource_uris": {"participants": f"{uri}/Participants.json"},
        "uri": f"{uri}.json",
    }


def page(name: str, rows: list[dict], uri: str) -> dict:
    """A list that fits one page, as ours always do."""
    return {
        name: rows,
        "end": max(len(rows) - 1, 0),
        "first_page_uri": uri,
        "next_page_uri": None,
        "page": 0,
        "page_size": max(len(rows), 50),
        "previous_page_uri": None,
        "start": 0,
        "uri": uri,
    }


def _date(moment: datetime | None) -> str | None:
    return format_datetime(moment) if moment else None
