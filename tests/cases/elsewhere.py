"""Lines whose input needs a browser or several processes: the tests that show them, beside those of this folder."""

SHOWN = {
    "the same thing made twice at once": [
        "tests.api.test_races.test_second_of_two_at_once_gets_an_answer",
        "tests.api.test_races.test_second_at_a_page_gets_409",
    ],
    "a form of three thousand parts": ["tests.api.test_races.test_thousands_of_parts_are_400"],
    "an address of a translator taken as public": [
        "tests.notify.channels.test_http_client.test_private_ip_addresses_are_recognised"
    ],
    "稍后 and 知道了 on a page that was called expired": [
        "tests.journeys.crawling.test_browser_pages.test_everything_that_can_be_pressed_has_an_effect",
        "tests.web.notify.test_inbox_browser.test_reminder_is_postponed_at_the_side_and_then_folded",
        "tests.web.saving.test_saving_browser.test_old_token_saves_all_the_same",
    ],
    "a sheet saved without network": [
        "tests.web.saving.test_saving_browser.test_save_without_network_keeps_the_sheet_and_is_sent_once_when_pressed_again"
    ],
    "a sheet saved after the session": [
        "tests.web.saving.test_saving_browser.test_session_that_ended_leads_to_the_login_and_back_to_what_was_typed",
        "tests.web.saving.test_saving_browser.test_part_of_a_page_without_session_leads_to_the_login",
        "tests.web.care.test_pairing_browser.test_side_sends_to_the_login_when_the_session_is_over",
    ],
    "Back and the same sheet again": [
        "tests.web.saving.test_saving_browser.test_double_tap_and_back_and_save_again_store_one_record",
        "tests.web.saving.test_saving_browser.test_two_tabs_with_the_same_text_store_one_record",
    ],
    "two tabs with the same facts": [
        "tests.web.saving.test_versions.test_second_of_two_editors_sees_both_versions_and_decides",
        "tests.web.saving.test_versions.test_edit_form_carries_a_version_and_refuses_an_old_one",
        "tests.web.saving.test_versions.test_same_field_at_two_stations_is_shown_and_confirmed",
    ],
    "a focused field above the screen": ["tests.web.health.test_health_browser.test_focused_field_is_always_in_view"],
    "a password forgotten without e-mail": [
        "tests.accounts.test_account_links.test_teacher_without_password_and_phone_gets_back_in_once",
        "tests.accounts.test_account_links.test_link_is_issued_by_whose_power_is_not_less",
        "tests.accounts.test_account_links.test_operator_helps_the_county",
    ],
    "Back after the logout": [
        "tests.web.accounts.test_account_browser.test_back_button_shows_no_child_after_logout",
        "tests.accounts.test_logins.test_every_answer_forbids_copies",
    ],
    "a draft of somebody else in the same tab": [
        "tests.web.saving.test_saving_browser.test_text_survives_a_closed_tab_unreadable_to_others_until_logout",
        "tests.web.saving.test_saving_browser.test_page_of_another_person_saves_nothing",
        "tests.web.saving.test_submissions.test_key_of_one_person_is_not_that_of_another",
    ],
    "a small group told by subtraction": [
        "tests.dashboards.test_subtraction.test_the_subtracting_reader_finds_no_small_group",
        "tests.dashboards.test_subtraction_views.test_no_small_group_follows_from_everything_the_county_can_open",
        "tests.dashboards.test_withheld_scores.test_a_total_of_points_less_the_other_scores_leaves_two",
    ],
}
