from registry.matching.pairs.spill import Groups, Parts, Pieces


def test_what_was_put_aside_comes_back_in_any_order():
    pieces, groups = Pieces(), Groups(longest=4)
    said = [b"", "جمعية".encode(), b"x" * 100_000]

    for piece in said:
        pieces.add(piece)
    lie_at = [groups.add(group) for group in ([1, 2**32 - 1], [7, 8, 9, 10], [])]

    assert [pieces[2], pieces[0], pieces[1]] == [said[2], said[0], said[1]]
    assert [list(groups[start]) for start in reversed(lie_at)] == [[], [7, 8, 9, 10], [1, 2**32 - 1]]
    pieces.close()
    groups.close()


def test_more_numbers_than_are_held_come_back_in_order_part_by_part():
    parts = Parts(2)
    numbers = [number * 7_919 % 10_007 for number in range(10_000)]

    for number in numbers:
        parts.add(number % 2, number)

    assert parts.in_order(0) == sorted(number for number in numbers if number % 2 == 0)
    assert parts.in_order(1) == sorted(number for number in numbers if number % 2)
    parts.close()
