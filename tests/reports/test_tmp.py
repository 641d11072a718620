from __future__ import annotations


def test_x(settle, statement):
    s = settle({"E1": {}, "E2": {"score": "70"}, "E3": {"absent_days": 4}})
    print(statement(s).render("md"))
    s = settle({"E1": {}, "E2": {"score": None}})
    print(statement(s).render("md"))
    assert 0
