"""What the provider tells us: each message kept once, applied whatever its order."""

from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.calls import LegRole, RoomEventKind
from leadtracker.models import Call, ProviderEvent
from leadtracker.services.calls._standing import lock_call, restate, tell
from leadtracker.telephony.interface import LegEvent, MachineEvent, RoomEvent


def hear_leg(event: LegEvent) -> None:
    """A leg's message: kept once, applied whatever its order."""
    if not _keep(event.key, event.call_id, "leg", status=event.status):
        return
    call = lock_call(event.call_id)
    leg = call.leg(event.role) if call else None
    if leg is not None:
        leg.provider_id = leg.provider_id or event.provider_id
        leg.error_code = leg.error_code or event.error_code
        if event.duration_seconds is not None:
            leg.duration_seconds = event.duration_seconds
        facts = leg.facts.with_status(event.status, duration_seconds=event.duration_seconds)
        leg.learn(facts, at=event.occurred_at or clock.now())
        restate(call)
    db.session.commit()


def hear_room(event: RoomEvent) -> None:
    """A room's message: somebody came or left, was held, or the room closed."""
    if not _keep(event.key, event.call_id, "room", event=event.kind, role=event.role):
        return
    call = lock_call(event.call_id)
    if call is not None:
        _apply_room(call, event)
        restate(call)
    db.session.commit()


def _apply_room(call: Call, event: RoomEvent) -> None:
    leg = call.leg(event.role) if event.role else None
    now = event.occurred_at or clock.now()
    if leg is not None and event.kind is RoomEventKind.JOINED:
        leg.learn(leg.facts.with_join(), at=now)
    if leg is not None and event.kind is RoomEventKind.LEFT:
        leg.learn(leg.facts.with_leave(), at=now)
    if event.role is LegRole.LEAD and event.kind in {RoomEventKind.HELD, RoomEventKind.RESUMED}:
        call.on_hold = event.kind is RoomEventKind.HELD
    if event.kind is RoomEventKind.ENDED:
        for each in call.legs:
            if each.joined:
                each.learn(each.facts.with_leave(), at=now)
    if event.who_ended is not None and call.who_ended is None:
        call.who_ended = event.who_ended


def hear_machine(event: MachineEvent) -> None:
    """The provider thinks it knows whether a machine answered: shown, never acted on."""
    if not _keep(event.key, event.call_id, "machine", is_machine=event.is_machine):
        return
    call = lock_call(event.call_id)
    if call is not None:
        call.machine = event.is_machine
        tell(call)
    db.session.commit()


def _keep(key: str, call_id: int, kind: str, **body) -> bool:
    """Write a provider's message down; False when it has been written down before."""
    try:
        with db.session.begin_nested():
            db.session.add(ProviderEvent(key=key, call_id=call_id, kind=kind, body=body))
    except IntegrityError:
        db.session.rollback()
        return False
    return True
