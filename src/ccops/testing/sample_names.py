"""Invented names: common surnames and given names, put together by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.testing.sample_draws import one_of

if TYPE_CHECKING:
    import random

_SURNAMES: Final = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧")
#: Given names of one character, and the two characters of longer ones, which go together freely.
_SHORT: Final = tuple("磊敏伟芳洋静勇艳杰娜涛莉超霞鹏琳斌颖宁蕾")
_FIRST: Final = tuple("思雨子佳志晓文丽建春浩欣俊雪明海嘉婷国立")
_SECOND: Final = tuple("远涵怡强燕博娟梅然杰辉豪栋芳新兰佑洁云恒")
_SHORT_PERMILLE: Final = 250


def invented_names(chance: random.Random, count: int) -> tuple[str, ...]:
    """Return so many different names. Raises ``ValueError`` for more than can be made."""
    most = len(_SURNAMES) * (len(_SHORT) + len(_FIRST) * len(_SECOND))
    if count > most:
        raise ValueError(f"there are {most} names, not {count}")
    names: dict[str, None] = {}
    while len(names) < count:
        names[one_of(chance, _SURNAMES) + _given(chance)] = None
    return tuple(names)


def _given(chance: random.Random) -> str:
    if chance.randrange(1_000) < _SHORT_PERMILLE:
        return one_of(chance, _SHORT)
    return one_of(chance, _FIRST) + one_of(chance, _SECOND)
