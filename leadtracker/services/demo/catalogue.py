"""What is sold, what is said, and the three promotions that run."""

from dataclasses import dataclass
from datetime import date, timedelta

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.attempts import USUAL_RULES, AttemptRules, DayPart
from leadtracker.models import (
    Lead,
    LeadList,
    Offer,
    Outcome,
    Product,
    Promotion,
    Script,
    ScriptVersion,
    Team,
    User,
)
from leadtracker.models.promotion import PromotionState
from leadtracker.services import _activity, outcome_sets, promotion_queue
from leadtracker.services.demo.outcomes import account_outcomes
from leadtracker.services.demo.people import Staff

_PRODUCTS = (
    ("VEGA-17-GB", "Vega 17″ gloss black", 13500),
    ("VEGA-18-SL", "Vega 18″ silver", 15900),
    ("STEEL-15", "Steel wheel 15″", 4200),
    ("STEEL-16", "Steel wheel 16″", 4800),
    ("WINTER-205", "Winter tyre 205/55 R16", 7400),
    ("WINTER-225", "Winter tyre 225/45 R17", 9600),
    ("TPMS-433", "Pressure sensor 433 MHz", 2600),
    ("TPMS-KIT", "Pressure sensor kit of four", 9200),
)

_STEPS = (
    (
        "Opening",
        (
            "Hello {first_name|there}, it’s {coordinator|me} from {our_company|our company}. "
            "Have you got a minute?"
        ),
        "Smile. Wait for the answer.",
    ),
    ("Stock", "How many sets do you have on the shelf for the next two weeks?", "Write it down."),
    ("The offer", "%(offer)s, until {deadline|the end of the month}. %(question)s", "Stop here."),
    ("Close", "I’ll put them on the next truck to {city|you}. Whose order number shall I use?", ""),
)


@dataclass(frozen=True)
class Plan:
    """A promotion of the demo, and how well its calls go."""

    name: str
    list_name: str
    team: Team | None
    offers: tuple[tuple[str, int], ...]
    offer_words: str
    question: str
    days_left: int
    target: int
    priority: int
    order_share: float
    rules: AttemptRules = USUAL_RULES
    to_accounts: bool = False


@dataclass(frozen=True)
class Running:
    """A promotion that runs, who calls for it, whom it calls, and the share that orders."""

    promotion: Promotion
    people: list[User]
    leads: list[Lead]
    order_share: float

    def outcome(self, code: str) -> Outcome:
        """The outcome of its set that has this code."""
        return next(each for each in self.promotion.outcome_set.outcomes if each.code == code)


def launch(staff: Staff, floor_leads: dict[str, list[Lead]]) -> list[Running]:
    """Make the products, one script each, and set three promotions live two weeks ago."""
    products = _make_products()
    people = {
        staff.day_desk.id: staff.day_people,
        staff.late_desk.id: staff.late_people,
        None: staff.coordinators,
    }
    return [
        Running(
            promotion=_launch(plan, products, staff),
            people=people[plan.team.id if plan.team else None],
            leads=floor_leads[plan.list_name],
            order_share=plan.order_share,
        )
        for plan in _plans(staff)
    ]


def _plans(staff: Staff) -> tuple[Plan, ...]:
    return (
        Plan(
            name="Spring Alloy 17″ −12 %",
            list_name="US West workshops",
            team=staff.late_desk,
            offers=(("VEGA-17-GB", 11880), ("VEGA-18-SL", 13990)),
            offer_words="The 17″ Vega is 12 percent off: 118.80 a wheel, not 135",
            question="Shall I put eight sets aside for you?",
            days_left=6,
            target=190,
            priority=3,
            order_share=0.13,
        ),
        Plan(
            name="Steelies 4-for-3",
            list_name="UK trade counters",
            team=staff.day_desk,
            offers=(("STEEL-15", 3150), ("STEEL-16", 3600)),
            offer_words="Four steel wheels at the price of three, in 15 and 16 inch",
            question="How many sets would see you through the frost?",
            days_left=8,
            target=160,
            priority=4,
            order_share=0.06,
            rules=AttemptRules(tries=4, parts=(DayPart.MORNING, DayPart.AFTERNOON)),
        ),
        Plan(
            name="TPMS add-on",
            list_name="Accounts without a desk",
            team=None,
            offers=(("TPMS-433", 2210), ("TPMS-KIT", 7800)),
            offer_words="A kit of four pressure sensors is 78 instead of 92",
            question="Shall I add a box of ten to your next order?",
            days_left=13,
            target=220,
            priority=5,
            order_share=0.10,
            rules=AttemptRules(cool_down_days=5, rounds=2, recycle_after_days=45),
            to_accounts=True,
        ),
    )


def _make_products() -> dict[str, Product]:
    made = {
        sku: Product(sku=sku, name=name, unit_price_minor=price, currency="GBP")
        for sku, name, price in _PRODUCTS
    }
    db.session.add_all(made.values())
    db.session.flush()
    return made


def _launch(plan: Plan, products: dict[str, Product], staff: Staff) -> Promotion:
    today = clock.now().date()
    promotion = Promotion(
        name=plan.name,
        brief=f"{plan.offer_words}.",
        list_id=db.session.query(LeadList.id).filter_by(name=plan.list_name).scalar(),
        script=_script(plan, staff),
        outcome_set=account_outcomes() if plan.to_accounts else outcome_sets.default_set(),
        attempt_rules=plan.rules.unusual,
        starts_on=_working_day(today, -10),
        deadline_on=_working_day(today, plan.days_left),
        target_orders=plan.target,
        currency="GBP",
        priority=plan.priority,
        state=PromotionState.LIVE,
        created_by_id=staff.director.id,
        launched_at=clock.now() - timedelta(days=14),
        teams=[plan.team] if plan.team else [],
        offers=[
            Offer(product=products[sku], price_minor=price, position=place)
            for place, (sku, price) in enumerate(plan.offers)
        ],
    )
    db.session.add(promotion)
    db.session.flush()
    queued = promotion_queue.add_leads(promotion)
    _activity.record(
        "promotion_launched",
        by=staff.director.id,
        at=promotion.launched_at,
        promotion=promotion.id,
        name=promotion.name,
        leads=queued,
    )
    return promotion


def _script(plan: Plan, staff: Staff) -> Script:
    words = {"offer": plan.offer_words, "question": plan.question}
    steps = [{"name": name, "line": line % words, "cue": cue} for name, line, cue in _STEPS]
    script = Script(name=plan.name)
    script.versions.append(ScriptVersion(number=1, steps=steps, published_by_id=staff.director.id))
    return script


def _working_day(start: date, count: int) -> date:
    """The date ``count`` working days after ``start`` (before, when negative)."""
    step = timedelta(days=1 if count > 0 else -1)
    day = start
    while count:
        day += step
        if day.weekday() < 5:
            count -= 1 if count > 0 else -1
    return day
