"""Chinese sentences, in both scripts: prepositions before, no spaces between."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2022-03-23",
        "中国去年12月向朝鲜出口精炼油1206桶,制裁委员会官网显示。",
        ["1206桶: transfer refined_petroleum CN>KP 2021-12 reported"],
    ),
    (
        "2023-06-13",
        "俄罗斯向制裁委员会通报,今年1月对朝鲜供应精炼油4.4655万桶。",
        ["4.4655万桶: transfer RU>KP 2023-01 reported"],
    ),
    (
        "2023-06-13",
        "俄羅斯從去年12月到今年4月向北韓輸出6萬7300桶精煉油,委員會官網的統計顯示。",
        ["6萬7300桶: transfer RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "2020-08-28",
        "中国和俄罗斯今年1月至7月共向朝鲜供应成品油1.7万吨,制裁委员会统计显示。",
        ["1.7万吨: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2024-05-03",
        "白宫表示,俄罗斯仅3月就向朝鲜运送了超过16.5万桶精炼油。",
        ["16.5万桶: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "2024-03-22",
        "专家小组估计,朝鲜去年通过船对船转运获得150万桶精炼油。",
        ["150万桶: transfer >KP 2023-01..2023-12 estimated"],
    ),
    (
        "2018-01-20",
        "安理会第2397号决议规定,各国每年对朝鲜出口精炼石油产品的上限为50万桶。",
        ["50万桶: cap refined_petroleum >KP -"],
    ),
    (
        "2018-01-20",
        "決議將對北韓的原油供應限制在每年400萬桶。",
        ["400萬桶: cap crude_oil >KP -"],
    ),
    (
        "2022-03-23",
        "中国去年对朝鲜的精炼油出口达到年度限额50万桶的18%。",
        ["50万桶: cap", "18%: share_of_cap"],
    ),
    (
        "2018-03-05",
        "中国2月对朝鲜的成品油出口同比下降93%,海关数据显示。",
        ["93%: change refined_petroleum"],
    ),
    (
        "2026-03-02",
        "南韓國防部說,北韓至今運往俄羅斯的砲彈貨櫃超過2萬8000個。",
        ["2萬8000個: transfer arms KP>RU"],
    ),
    (
        "2017-04-13",
        "中国海关统计显示,2月从朝鲜进口煤炭123万吨。",
        ["123万吨: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2018-01-20",
        "朝鲜每年消费石油约550万桶。",
        ["550万桶: context"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_chinese_sentences(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "zh", expected)
