"""How each status of a consultation looks: {(noun, value): (colour, icon)}. The words are the status's own label."""

LOOKS = {
    ("consultation", "idea"): ("internal", "lock"),
    ("consultation", "planned"): ("info", "calendar"),
    ("consultation", "inviting"): ("ok", "check"),
    ("consultation", "registration_closed"): ("", "clock"),
    ("consultation", "running"): ("ok", "users"),
    ("consultation", "reporting"): ("info", "doc"),
    ("consultation", "follow_up"): ("info", "clipboard"),
    ("consultation", "closed"): ("line", "check"),
    ("consultation", "cancelled"): ("bad", "stop"),
}
