"""How pairs and merges look: {(noun, value): (colour, icon)}. The words are the status's own label."""

LOOKS = {
    ("duplicatepair", "open"): ("warn", "clock"),
    ("duplicatepair", "same"): ("info", "merge"),
    ("duplicatepair", "different"): ("line", "x"),
    ("duplicatepair", "unsure"): ("warn", "info"),
    ("duplicatepair", "closed"): ("line", "check"),
    ("mergeoperation", "proposed"): ("warn", "clock"),
    ("mergeoperation", "done"): ("ok", "merge"),
    ("mergeoperation", "undone"): ("line", "refresh"),
    ("mergeoperation", "withdrawn"): ("line", "x"),
}
