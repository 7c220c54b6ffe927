"""Everything that happens by itself: what, and how often.

A job is a service function. It finds what is due in the database, takes it by compare-and-set and
commits; nothing waits in memory, so a job may be killed, run late, or run twice at once without
harm.
"""

from collections.abc import Callable
from dataclasses import dataclass

from leadtracker.mail import get_mail
from leadtracker.serializers.reminder_letters import reminder_letter
from leadtracker.services import (
    calling_hours,
    calls,
    distributions,
    follow_ups,
    housekeeping,
    imports,
    needs,
    presence,
    promise_mails,
    promise_offers,
    promotion_queue,
    queue_sweeps,
    schedulers,
)

MINUTE, DAY = 60, 24 * 60 * 60


@dataclass(frozen=True)
class Job:
    """``run`` every so many seconds.

    With a ``batch`` it is called with ``limit=batch``, returns how many it did, and is called again
    at once while its batches are full.
    """

    name: str
    run: Callable[..., object]
    every_seconds: int
    batch: int | None = None


def _mail_reminders(*, limit: int) -> int:
    return promise_mails.mail_due(compose=reminder_letter, mail=get_mail(), limit=limit)


JOBS = (
    Job("tick", schedulers.note_tick, 5),
    Job("make_due_ready", queue_sweeps.make_due_ready, 1, batch=5000),
    Job("notice_due_follow_ups", follow_ups.notice_due, 1, batch=500),
    Job("offer_promises", promise_offers.offer_to_teams, 5, batch=200),
    Job("mail_reminders", _mail_reminders, 15, batch=50),
    Job("park_closed_hours", calling_hours.park_closed_hours, 30),
    Job("run_imports", imports.run_next_import, 1),
    Job("enqueue_new_members", promotion_queue.enqueue_all_new_members, MINUTE),
    Job("refresh_needs", needs.refresh_needs, 3 * MINUTE),
    Job("rank_items", needs.rank_items, 5, batch=1000),
    Job("keep_dealt", distributions.keep_dealt, 5, batch=distributions.BATCH),
    Job("reconcile_calls", calls.reconcile, 15),
    Job("return_lapsed_items", queue_sweeps.return_lapsed, 5),
    Job("close_vanished_desks", presence.close_vanished, 10),
    Job("forget_events", housekeeping.forget_events, 5 * MINUTE),
    Job("forget_sign_ins", housekeeping.forget_sign_ins, DAY),
    Job("forget_unstarted_imports", imports.forget_unstarted, DAY),
)
