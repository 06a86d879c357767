"""The account: signing in and up, the second step."""

from tests.house.access_table.visitors import (
    ACCOUNT,
    ACCOUNT_EVEN_WITHOUT,
    APP_HOLDERS,
    CODE_HOLDERS,
    EVEN_WITHOUT,
    EVERYBODY,
    KEY_HOLDERS,
    KEY_PROOF,
    NO_ACT,
    NOBODY,
    NOBODY_AT_ALL,
    PASSKEY,
    SECOND_STEP,
    answers,
)

ACCESS = {
    # The account: signing in and up
    "account_login": (EVEN_WITHOUT, EVEN_WITHOUT),
    "account_logout": (EVEN_WITHOUT, EVEN_WITHOUT),
    "account_inactive": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "account_signup": (EVERYBODY, EVERYBODY),
    # Once her address is confirmed she is led to where she signs in
    "account_confirm_email": (EVEN_WITHOUT, answers(all="login")),
    "account_email_verification_sent": (EVEN_WITHOUT, NOBODY_AT_ALL),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, NOBODY),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, NOBODY),
    # Codes by mail are not switched on: it leads everybody away
    "account_confirm_login_code": (ACCOUNT, ACCOUNT),
    # The account: what is hers
    "account_reauthenticate": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "account_email": (ACCOUNT, ACCOUNT),
    "account_change_password": (ACCOUNT, ACCOUNT),
    "account_set_password": (ACCOUNT, ACCOUNT),
    "usersessions_list": (ACCOUNT, ACCOUNT),
    # The account: the second step. The staff here have an app for codes, the curator recovery codes and a key too
    "mfa_index": (ACCOUNT_EVEN_WITHOUT, NO_ACT),
    "mfa_authenticate": (SECOND_STEP, SECOND_STEP),
    "mfa_reauthenticate": (CODE_HOLDERS, CODE_HOLDERS),
    "mfa_activate_totp": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "mfa_deactivate_totp": (APP_HOLDERS, APP_HOLDERS),
    "mfa_view_recovery_codes": (KEY_HOLDERS, NO_ACT),
    "mfa_generate_recovery_codes": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "mfa_download_recovery_codes": (KEY_HOLDERS, KEY_HOLDERS | {"curator": "405"}),
    "mfa_list_webauthn": (ACCOUNT_EVEN_WITHOUT, NO_ACT),
    "mfa_add_webauthn": (ACCOUNT_EVEN_WITHOUT, ACCOUNT_EVEN_WITHOUT),
    "mfa_edit_webauthn": (KEY_HOLDERS, KEY_HOLDERS),
    "mfa_remove_webauthn": (KEY_HOLDERS, KEY_HOLDERS),
    "mfa_login_webauthn": (PASSKEY, PASSKEY),
    # Without the answer of the key itself nothing is proved
    "mfa_reauthenticate_webauthn": (KEY_PROOF, KEY_PROOF | {"curator": "login"}),
}
