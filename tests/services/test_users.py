from dataclasses import replace

import pytest
from sqlalchemy import select

from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import QueueState
from leadtracker.models import Activity, User
from leadtracker.queries import queue as find_queue
from leadtracker.services import promotions, sessions, users
from tests.support.builders import (
    PASSWORD,
    make_follow_up,
    make_lead,
    make_product,
    make_promotion,
    make_queue_item,
    make_user,
    session_token,
)

ANA = users.Details(email="ana@example.com", name="Ana Ruiz", role=Role.COORDINATOR)
GOOD = "four quiet herons waiting"


def details_of(user: User, **changes) -> users.Details:
    names = users.Details.__dataclass_fields__
    return replace(users.Details(**{name: getattr(user, name) for name in names}), **changes)


def last_activity(db) -> Activity:
    return db.session.scalar(select(Activity).order_by(Activity.id.desc()).limit(1))


def test_somebody_new_can_sign_in(ada):
    users.create_user(ANA, password=GOOD, by=ada)

    user = sessions.sign_in("ana@example.com", GOOD, address="192.0.2.7")
    assert (user.name, user.role) == ("Ana Ruiz", Role.COORDINATOR)


def test_taking_somebody_on_is_on_record(ada, db):
    user = users.create_user(ANA, password=GOOD, by=ada)

    activity = last_activity(db)
    assert (activity.kind, activity.user_id) == ("user_created", ada.id)
    assert activity.data == {"user": user.id, "role": "coordinator"}


def test_an_address_belongs_to_one_person(ada, alice):
    with pytest.raises(RuleViolation, match="has that address") as refused:
        users.create_user(replace(ANA, email=alice.email), password=GOOD, by=ada)
    assert refused.value.field == "email"


def test_an_address_may_not_be_changed_to_somebody_elses(ada, alice, bob, db):
    db.session.commit()
    with pytest.raises(RuleViolation, match="has that address"):
        users.update_user(bob, details_of(bob, email=alice.email), by=ada)
    assert bob.email != alice.email


def test_a_silly_first_password_is_refused(ada):
    with pytest.raises(RuleViolation, match="Too easy"):
        users.create_user(ANA, password="ana.ruiz@example", by=ada)


def test_a_made_password_is_good_enough_and_never_the_same(ada):
    made = {users.make_password() for _ in range(50)}

    assert len(made) == 50
    users.create_user(ANA, password=made.pop(), by=ada)


def test_a_change_is_recorded_with_what_was_before(ada, alice, db):
    users.update_user(alice, details_of(alice, name="Alice Aspen"), by=ada)

    assert last_activity(db).data == {
        "user": alice.id,
        "changes": {"name": ["Alice Ash", "Alice Aspen"]},
    }


def test_saving_without_a_change_records_nothing(ada, alice, db):
    users.update_user(alice, details_of(alice), by=ada)

    assert last_activity(db) is None


def test_the_last_administrator_stays_one(ada):
    with pytest.raises(RuleViolation, match="last administrator") as refused:
        users.update_user(ada, details_of(ada, role=Role.COORDINATOR), by=ada)
    assert refused.value.field == "role"
    assert ada.role is Role.ADMINISTRATOR


def test_the_last_administrator_who_works_here_counts_not_one_who_left(ada, dora):
    left = make_user("Otto Oak", role=Role.ADMINISTRATOR, deactivated_at=users.clock.now())

    with pytest.raises(RuleViolation, match="last administrator"):
        users.deactivate_user(ada, by=left)


def test_one_of_two_administrators_may_go(ada):
    other = make_user("Otto Oak", role=Role.ADMINISTRATOR)

    users.update_user(other, details_of(other, role=Role.DIRECTOR), by=ada)

    assert other.role is Role.DIRECTOR


def test_nobody_closes_their_own_account(ada):
    make_user("Otto Oak", role=Role.ADMINISTRATOR)

    with pytest.raises(RuleViolation, match="your own account"):
        users.deactivate_user(ada, by=ada)


def test_a_teams_lead_keeps_the_role_while_the_team_has_no_other(ada, mona):
    with pytest.raises(RuleViolation, match="Mona Maple leads North"):
        users.update_user(mona, details_of(mona, role=Role.COORDINATOR), by=ada)


def test_a_teams_lead_who_leaves_leaves_the_team_without(ada, mona):
    team = mona.team

    users.deactivate_user(mona, by=ada)

    assert team.lead_id is None


def test_who_leaves_is_signed_out_everywhere_at_once(ada, alice, db):
    token = session_token(alice)

    users.deactivate_user(alice, by=ada)

    assert sessions.find_open_session(token) is None
    with pytest.raises(RuleViolation, match="do not match"):
        sessions.sign_in(alice.email, PASSWORD, address="")


def test_sessions_of_before_do_not_come_back_with_the_account(ada, alice):
    token = session_token(alice)
    users.deactivate_user(alice, by=ada)

    users.reactivate_user(alice, by=ada)

    assert sessions.find_open_session(token) is None
    assert sessions.sign_in(alice.email, PASSWORD, address="") is alice


def test_promises_of_who_leaves_wait_for_the_team(ada, alice, bob, charlie, db):
    follow_up = make_follow_up(make_lead(owner=alice), owner=alice)
    item = follow_up.queue_item
    item.state = QueueState.READY

    users.deactivate_user(alice, by=ada)

    assert item.owner_id is None
    assert item.pool in find_queue.pools_of(bob)
    assert item.pool not in find_queue.pools_of(charlie)
    assert last_activity(db).data["handed_over"] == 1


def test_promises_to_a_lead_of_no_team_go_to_the_team_of_who_leaves(ada, alice, bob):
    item = make_follow_up(make_lead(), owner=alice).queue_item

    users.deactivate_user(alice, by=ada)

    assert item.pool in find_queue.pools_of(bob)


def test_what_a_promotion_holds_back_stays_held_when_its_owner_leaves(ada, alice, dora, db):
    lead = make_lead(owner=alice)
    promotion = make_promotion(leads=[lead], products=[make_product()])
    item = make_queue_item(lead, promotion=promotion, owner=alice, attempts=1)
    db.session.commit()
    promotions.pause_promotion(promotion, by=dora)

    users.deactivate_user(alice, by=ada)
    db.session.refresh(item)
    assert (item.owner_id, item.pool) == (None, f"held:{promotion.id}")

    promotions.resume_promotion(promotion, by=dora)
    db.session.refresh(item)
    assert item.pool == f"team:{alice.team_id}"


def test_what_was_dealt_to_who_leaves_goes_back_to_their_team(ada, alice, db):
    lead = make_lead(team_id=alice.team_id)
    promotion = make_promotion(leads=[lead], products=[make_product()])
    dealt = make_queue_item(lead, promotion=promotion, owner=alice, team_id=alice.team_id)
    db.session.commit()

    users.deactivate_user(alice, by=ada)

    db.session.refresh(dealt)
    assert (dealt.owner_id, dealt.pool) == (None, f"team:{alice.team_id}")


def test_an_administrator_who_may_not_leave_keeps_what_is_theirs(ada, alice, db):
    lead = make_lead(team_id=alice.team_id)
    promotion = make_promotion(leads=[lead], products=[make_product()])
    mine = make_queue_item(lead, promotion=promotion, owner=ada, team_id=alice.team_id)
    db.session.commit()

    with pytest.raises(RuleViolation, match="last administrator"):
        users.deactivate_user(ada, by=alice)

    db.session.rollback()
    db.session.refresh(mine)
    assert mine.pool == f"user:{ada.id}"


def test_others_promises_stay_where_they_are(ada, alice, bob):
    item = make_follow_up(make_lead(owner=bob), owner=bob).queue_item

    users.deactivate_user(alice, by=ada)

    assert item.owner_id == bob.id


def test_a_reset_password_ends_all_sessions_and_the_old_password(ada, alice):
    token = session_token(alice)

    users.reset_password(alice, GOOD, by=ada)

    assert sessions.find_open_session(token) is None
    assert sessions.password_matches(alice, GOOD)
    assert not sessions.password_matches(alice, PASSWORD)


def test_changing_ones_password_ends_the_other_sessions_only(alice):
    here, there = session_token(alice), session_token(alice)
    alice.session_token = here

    users.change_password(alice, current=PASSWORD, new=GOOD)

    assert sessions.find_open_session(here)
    assert sessions.find_open_session(there) is None


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("wrong", GOOD, "current"),
        (PASSWORD, PASSWORD, "password"),
        (PASSWORD, "alice.ash.alice.ash", "password"),
    ],
)
def test_a_password_changes_only_for_its_owner_and_a_good_one(alice, current, new, field):
    with pytest.raises(RuleViolation) as refused:
        users.change_password(alice, current=current, new=new)
    assert refused.value.field == field
    assert sessions.password_matches(alice, PASSWORD)
