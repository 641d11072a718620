"""Invented names: common surnames and given names, put together by chance."""

from __future__ import annotations

import random
from typing import Final

from ccops.testing.sample_draws import one_of

_SURNAMES: Final = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧")
_GIVEN: Final = tuple(
    "思远 雨桐 子涵 佳怡 志强 晓燕 文博 丽娟 建国 春梅 浩然 静怡 俊杰 雪梅 明辉 海燕 嘉豪 婷婷 "
    "国栋 小芳 一鸣 欣然 立新 玉兰 天佑 梦洁 永福 彩云 书恒 若曦 磊 敏 伟 芳 洋 静 勇 艳 杰 娜 "
    "涛 莉 超 霞 鹏 琳 斌 颖 宁 蕾".split()
)


def invented_names(chance: random.Random, count: int) -> tuple[str, ...]:
    """Return so many different names. Raises ``ValueError`` for more than can be made."""
    if count > len(_SURNAMES) * len(_GIVEN):
        raise ValueError(f"there are {len(_SURNAMES) * len(_GIVEN)} names, not {count}")
    names: dict[str, None] = {}
    while len(names) < count:
        names[one_of(chance, _SURNAMES) + one_of(chance, _GIVEN)] = None
    return tuple(names)
