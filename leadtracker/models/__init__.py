"""The tables. Importing this package registers every one of them with the metadata."""

from leadtracker.models.activity import Activity
from leadtracker.models.assignment import Assignment
from leadtracker.models.calendar_feed import CalendarFeed
from leadtracker.models.call import Call, CallLeg, ProviderEvent
from leadtracker.models.call_outcome import CallOutcome
from leadtracker.models.compliance import DialDecision, DoNotCallEntry
from leadtracker.models.event import Event
from leadtracker.models.follow_up import FollowUp, FollowUpMove
from leadtracker.models.lead import Lead, Phone
from leadtracker.models.lead_import import ImportRow, LeadImport
from leadtracker.models.lead_list import LeadList, LeadListMember
from leadtracker.models.order import Order, OrderLine
from leadtracker.models.outcome import Outcome, OutcomeSet
from leadtracker.models.presence import PresenceSpan
from leadtracker.models.process import JobFailure, SchedulerLease
from leadtracker.models.product import Product
from leadtracker.models.promotion import Offer, Promotion, PromotionTeam
from leadtracker.models.queue_item import QueueItem
from leadtracker.models.script import Script, ScriptVersion
from leadtracker.models.team import Team
from leadtracker.models.user import SignInAttempt, User, UserSession

__all__ = [
    "Activity",
    "Assignment",
    "CalendarFeed",
    "Call",
    "CallLeg",
    "CallOutcome",
    "DialDecision",
    "DoNotCallEntry",
    "Event",
    "FollowUp",
    "FollowUpMove",
    "ImportRow",
    "JobFailure",
    "Lead",
    "LeadImport",
    "LeadList",
    "LeadListMember",
    "Offer",
    "Order",
    "OrderLine",
    "Outcome",
    "OutcomeSet",
    "Phone",
    "PresenceSpan",
    "Product",
    "Promotion",
    "PromotionTeam",
    "ProviderEvent",
    "QueueItem",
    "SchedulerLease",
    "Script",
    "ScriptVersion",
    "SignInAttempt",
    "Team",
    "User",
    "UserSession",
]
