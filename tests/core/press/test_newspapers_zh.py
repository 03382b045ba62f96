# ruff: noqa: E501 - a sentence stands on one line
"""Chinese as newspapers write it. Both scripts of Chinese, 万 and 亿, prepositions before the verb."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2021-07-21",
        "中国6月向朝鲜出口精炼石油4893桶，联合国安理会制裁委员会网站公布。",
        ["4893桶: transfer refined_petroleum CN>KP 2021-06 reported"],
    ),
    (
        "2019-11-20",
        "据联合国1718委员会数据，俄罗斯9月对朝供应成品油2136吨。",
        ["2136吨: transfer refined_petroleum RU>KP 2019-09 reported"],
    ),
    (
        "2024-05-03",
        "白宫发言人柯比说，俄罗斯仅3月就向朝鲜运送了超过16.5万桶成品油。",
        ["16.5万桶: transfer refined_petroleum RU>KP 2024-03 alleged"],
    ),
    (
        "2018-01-06",
        "安理会第2397号决议将对朝鲜成品油供应限制在每年50万桶。",
        ["50万桶: cap refined_petroleum >KP"],
    ),
    (
        "2018-01-06",
        "根据决议，对朝原油出口每年不得超过400万桶。",
        ["400万桶: cap crude_oil >KP"],
    ),
    (
        "2023-06-14",
        "俄方通报称，去年12月至今年4月共向朝鲜输出6万7300桶精炼油。",
        ["6万7300桶: transfer refined_petroleum RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "2020-07-25",
        "美国等43国指控朝鲜今年1月至5月通过走私获得逾160万桶成品油。",
        ["160万桶: transfer refined_petroleum >KP 2020-01..2020-05"],
    ),
    (
        "2017-03-22",
        "中国海关总署数据显示，2月份中国从朝鲜进口煤炭123万吨。",
        ["123万吨: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2024-03-19",
        "韩国国防部长官申源湜说，朝鲜已向俄罗斯运送约7000个集装箱的弹药。",
        ["7000个集装箱: transfer arms KP>RU alleged"],
    ),
    (
        "2019-10-05",
        "两国供应量合计相当于年度上限的47%，即中俄向朝鲜输送的成品油。",
        ["47%: share_of_cap"],
    ),
    (
        "2021-03-05",
        "中国1月对朝成品油出口环比增长三成，增幅达30%。",
        ["30%: change"],
    ),
    (
        "2024-03-22",
        "联合国专家小组估计，朝鲜去年1月至9月15日接收的精炼石油最多达152万桶。",
        ["152万桶: transfer refined_petroleum >KP 2023-01-01..2023-09-15 estimated"],
    ),
    (
        "2022-05-12",
        "中方报告3月对朝供油5593桶，4月为4021桶，均为精炼石油产品。",
        [
            "5593桶: transfer refined_petroleum CN>KP 2022-03 reported",
            "4021桶: transfer refined_petroleum CN>KP 2022-04 reported",
        ],
    ),
    (
        "2020-02-22",
        "朝鲜去年从中国和俄罗斯进口的成品油总计57万桶，制裁委员会的统计如此显示。",
        ["57万桶: transfer refined_petroleum CN,RU>KP 2019-01..2019-12 reported"],
    ),
    (
        "2024-11-23",
        "英国研究机构分析卫星图像后估算，俄罗斯自3月以来向朝鲜供应了100多万桶石油。",
        ["100多万桶: transfer petroleum RU>KP 2024-03-01..2024-11-23 estimated"],
    ),
    (
        "2018-01-05",
        "这艘油轮去年10月19日在公海将600吨成品油转给一艘朝鲜船。",
        ["600吨: transfer refined_petroleum >KP 2017-10-19"],
    ),
    (
        "2023-02-10",
        "俄羅斯向聯合國通報，去年12月對北韓輸出3,225桶煉製油。",
        ["3,225桶: transfer refined_petroleum RU>KP 2022-12 reported"],
    ),
    (
        "2024-10-25",
        "南韓情報機構稱，北韓自去年8月以來已向俄國提供800萬發砲彈。",
        ["800萬發砲彈: transfer arms KP>RU 2023-08-01..2024-10-25"],
    ),
    (
        "2019-04-01",
        "專家小組估計，北韓2018年出口煤炭93萬噸。",
        ["93萬噸: transfer coal KP> 2018-01..2018-12 estimated"],
    ),
    (
        "2020-09-01",
        "今年上半年俄罗斯对朝鲜的石油制品供应为1.24万吨，已通报安理会。",
        ["1.24万吨: transfer refined_petroleum RU>KP 2020-01..2020-06 reported"],
    ),
    (
        "2013-05-01",
        "2012年中国对朝鲜原油出口52.3万吨，海关统计显示。",
        ["52.3万吨: transfer crude_oil CN>KP 2012-01..2012-12 reported"],
    ),
    (
        "2021-10-05",
        "中国8月份对朝鲜供油1万1745桶，是7月的两倍多，联合国网站公布。",
        ["1万1745桶: transfer refined_petroleum CN>KP 2021-08 reported"],
    ),
    (
        "2018-07-14",
        "美国在提交安理会的文件中称，朝鲜1月1日至5月30日至少非法获得75万9793桶成品油。",
        ["75万9793桶: transfer refined_petroleum >KP 2018-01-01..2018-05-30 estimated"],
    ),
    (
        "2024-06-04",
        "俄罗斯副总理说，该国原油日产量为940万桶。",
        ["940万桶: context"],
    ),
    (
        "2024-01-31",
        "俄罗斯2023年全年向朝鲜提供成品油十万五千八百四十五桶，联合国制裁委员会公布。",
        ["十万五千八百四十五桶: transfer refined_petroleum RU>KP 2023-01..2023-12 reported"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_chinese_newspapers(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "zh", expected)
