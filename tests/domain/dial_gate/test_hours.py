from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from leadtracker.domain import clock
from leadtracker.domain.dial_gate.hours import Hours
from leadtracker.domain.dial_gate.tables import read_tables, tables_for

MINUTE = timedelta(minutes=1)
ZONES = (
    *("Europe/London", "America/New_York", "America/Phoenix", "Pacific/Auckland"),
    *("Pacific/Honolulu", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe"),
    *("America/Havana", "Asia/Beirut", "Africa/Casablanca", "Pacific/Apia"),
)
#: Stricter and odder than any law: edges inside the hours that clocks skip or repeat.
TABLES = read_tables(
    {
        "schema_version": 1,
        "jurisdictions": {
            code: {"hours": hours, "source": ["a test"], "confidence": "low"}
            for code, hours in {
                "lunch": {"mon-fri": ["10:00-13:00", "14:00-20:00"]},
                "sunday": {"mon-sat": ["08:00-21:00"], "sun": ["12:00-21:00"]},
                "night": {"all": ["00:30-02:30", "23:00-24:00"]},
                "always": {"all": ["00:00-24:00"]},
                "never": {},
            }.items()
        },
    },
    "test",
)

moments = st.timedeltas(timedelta(0), timedelta(days=730)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)
some_zones = st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True).map(tuple)
some_tables = st.lists(
    st.sampled_from([*tables_for(()), *TABLES.values()]), min_size=1, max_size=2, unique=True
).map(tuple)
guards = st.sampled_from([timedelta(0), timedelta(0), timedelta(seconds=120)])
hours = st.builds(Hours, zones=some_zones, tables=some_tables, guard=guards)


def by_the_minute(hours: Hours, moment: datetime, *, open_: bool, minutes: int) -> datetime | None:
    """The first full minute at which it is open (or closed), found by trying each."""
    whole = moment.replace(second=0, microsecond=0)
    first = whole if whole == moment else whole + MINUTE
    tried = (first + number * MINUTE for number in range(minutes))
    return next((at for at in tried if hours.is_open(at) is open_), None)


@given(hours, moments)
def test_the_next_opening_is_open_and_the_minute_before_is_not(hours, moment):
    opening = hours.next_open(moment)
    if opening is None or opening == moment:
        assert hours.is_open(moment) is (opening == moment)
        return
    assert opening > moment
    assert hours.is_open(opening)
    assert opening - MINUTE < moment or not hours.is_open(opening - MINUTE)


@given(hours, moments)
@example(  # clocks go forward over the beginning of a window
    Hours(("America/Havana",), (TABLES["night"],)), datetime(2027, 3, 14, 4, 55, tzinfo=UTC)
)
@example(  # and back over its end
    Hours(("America/New_York",), (TABLES["night"],)), datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
)
@example(Hours(("Australia/Lord_Howe",), (TABLES["night"],)), datetime(2026, 10, 3, 15, tzinfo=UTC))
def test_no_earlier_minute_is_open(hours, moment):
    found = by_the_minute(hours, moment, open_=True, minutes=26 * 60)
    opening = hours.next_open(moment)
    if found is None:
        assert opening is None or opening > moment + timedelta(hours=25)
    elif not hours.is_open(moment):
        assert opening == found


@given(hours, moments)
def test_no_earlier_minute_is_closed(hours, moment):
    found = by_the_minute(hours, moment, open_=False, minutes=26 * 60)
    closing = hours.next_close(moment)
    if found is None:
        assert closing is None or closing > moment + timedelta(hours=25)
    elif hours.is_open(moment):
        assert found - MINUTE < closing <= found


@given(hours, moments, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_waiting_never_brings_the_opening_nearer(hours, moment, wait):
    first, later = hours.next_open(moment), hours.next_open(moment + wait)
    if first is not None and later is not None:
        assert later >= first
        assert later >= moment + wait


@given(hours, moments)
def test_another_zone_or_table_never_opens_what_was_closed(hours, moment):
    if hours.is_open(moment):
        for zone in hours.zones:
            assert Hours((zone,), hours.tables).is_open(moment)
        for table in hours.tables:
            assert Hours(hours.zones, (table,)).is_open(moment)


@given(moments)
def test_open_means_that_the_wall_clock_shows_a_time_of_the_window(moment):
    for zone in ZONES:
        local = moment.astimezone(clock.zone(zone))
        assert Hours((zone,), tables_for(())).is_open(moment) is (8 <= local.hour < 21)


def test_what_is_never_or_always_open_has_no_change():
    moment = datetime(2026, 12, 1, tzinfo=UTC)
    assert Hours(("Europe/London",), (TABLES["never"],)).next_open(moment) is None
    assert Hours(("Europe/London",), (TABLES["always"],)).next_close(moment) is None


def test_a_weekend_is_waited_for():
    friday = datetime(2026, 12, 4, 20, 30, tzinfo=UTC)
    lunch = Hours(("Europe/London",), (TABLES["lunch"],))
    assert lunch.next_open(friday) == datetime(2026, 12, 7, 10, tzinfo=UTC)
    assert lunch.next_open(datetime(2026, 12, 7, 13, tzinfo=UTC)).hour == 14
