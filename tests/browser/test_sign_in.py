"""The first screen everybody sees."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import accessibility_faults


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_sign_in_page_can_be_used_by_everybody(floor, visit, color_scheme):
    floor.start_web()

    page = visit(color_scheme=color_scheme).open_tab("/sign-in")

    assert accessibility_faults(page) == []


def test_a_wrong_password_is_told_on_its_field_and_the_right_one_lets_in(floor, visit, alice):
    floor.start_web()
    browser = visit()
    page = browser.open_tab("/sign-in")
    page.get_by_label("Email").fill(alice.email)
    page.get_by_label("Password", exact=True).fill("not hers")

    page.get_by_label("Password", exact=True).press("Enter")

    expect(page.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")
    browser.complaints.clear()  # Chromium logs the refusal's status

    page = browser.sign_in(alice)

    expect(page.get_by_text(alice.first_name).first).to_be_visible()
