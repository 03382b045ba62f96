# ruff: noqa: E501 - a sentence stands on one line
"""Korean as newspapers write it. Particles, 만 and 천, endings that say who reports."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2024-03-12",
        "러시아가 지난 1월 북한에 정제유 2만1천 배럴을 공급했다고 유엔 안보리 대북제재위원회에 보고했다.",
        ["2만1천 배럴: transfer refined_petroleum RU>KP 2024-01 reported"],
    ),
    (
        "2021-07-21",
        "중국은 6월 한 달간 대북 정제유 공급량을 4천893배럴로 신고했다.",
        ["4천893배럴: transfer refined_petroleum CN>KP 2021-06 reported"],
    ),
    (
        "2019-11-20",
        "안보리 홈페이지에 따르면 중국이 9월에 북한으로 보낸 정유제품은 1천720톤이다.",
        ["1천720톤: transfer refined_petroleum CN>KP 2019-09 reported"],
    ),
    (
        "2020-02-21",
        "북한이 지난해 중국과 러시아에서 들여온 정제유는 모두 57만 배럴로 집계됐다.",
        ["57만 배럴: transfer refined_petroleum CN,RU>KP 2019-01..2019-12 reported"],
    ),
    (
        "2024-05-03",
        "존 커비 백악관 국가안보소통보좌관은 러시아가 3월에만 16만5천 배럴 이상의 정제유를 북한에 보냈다고 밝혔다.",
        ["16만5천 배럴: transfer refined_petroleum RU>KP 2024-03 alleged"],
    ),
    (
        "2018-01-15",
        "안보리 결의 2397호는 북한에 대한 정제유 공급을 연간 50만 배럴로 제한하고 있다.",
        ["50만 배럴: cap refined_petroleum >KP"],
    ),
    (
        "2019-10-02",
        "이는 연간 상한선 50만 배럴의 47.5%에 해당한다. 중국과 러시아가 북한에 공급한 정제유를 합친 결과다.",
        ["47.5%: share_of_cap"],
    ),
    (
        "2023-06-14",
        "러시아는 2022년 12월부터 올해 4월까지 북한에 6만7천300배럴의 정제유를 수출했다고 1718위원회에 통보했다.",
        ["6만7천300배럴: transfer refined_petroleum RU>KP 2022-12..2023-04 reported"],
    ),
    (
        "2024-03-27",
        "유엔 전문가패널은 지난해 1월부터 9월까지 북한이 최대 152만 배럴의 정제유를 불법 반입한 것으로 추정했다.",
        ["152만 배럴: transfer refined_petroleum >KP 2023-01..2023-09 estimated"],
    ),
    (
        "2017-03-21",
        "중국 해관총서는 지난달 북한산 석탄 수입량이 123만t이라고 발표했다.",
        ["123만t: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2024-03-18",
        "신원식 국방부 장관은 북한이 러시아에 컨테이너 7천여 개 분량의 무기를 보냈다고 말했다.",
        ["7천여 개: transfer arms KP>RU"],
    ),
    (
        "2021-03-04",
        "중국의 1월 대북 정제유 수출은 한 달 전보다 30% 늘었다.",
        ["30%: change"],
    ),
    (
        "2022-02-01",
        "중국이 지난해 11월 북한에 제공한 정제유는 2천436배럴이었다고 제재위는 공개했다.",
        ["2천436배럴: transfer refined_petroleum CN>KP 2021-11 reported"],
    ),
    (
        "2020-09-01",
        "러시아는 올해 1~7월 1만4천톤의 정제유를 북한에 공급했다고 제재위에 보고했다.",
        ["1만4천톤: transfer refined_petroleum RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2023-02-10",
        "러시아가 작년 12월 북한에 수출한 정제유 양은 3천225배럴로, 중국은 같은 달 5천120배럴을 보냈다고 신고했다.",
        [
            "3천225배럴: transfer refined_petroleum RU>KP 2022-12 reported",
            "5천120배럴: transfer refined_petroleum CN>KP 2022-12 reported",
        ],
    ),
    (
        "2024-11-23",
        "영국 오픈소스센터는 위성사진을 분석해 러시아가 올해 3월부터 100만 배럴 이상의 석유를 북한에 공급한 것으로 추산했다.",
        ["100만 배럴: transfer petroleum RU>KP 2024-03-01..2024-11-23 estimated"],
    ),
    (
        "2020-07-26",
        "미국 등 43개국은 북한이 올해 1~5월 160만 배럴 이상의 정제유를 밀수입했다고 주장했다.",
        ["160만 배럴: transfer refined_petroleum >KP 2020-01..2020-05"],
    ),
    (
        "2019-03-10",
        "이 유조선은 지난해 10월 해상 환적으로 경유 8천t을 북한 선박에 넘긴 것으로 드러났다.",
        ["8천t: transfer refined_petroleum >KP 2018-10"],
    ),
    (
        "2021-06-30",
        "유엔 안보리는 러시아가 8월 이후 북한에 정제유를 0배럴 공급했다고 공지했다.",
        ["0배럴: transfer refined_petroleum RU>KP"],
    ),
    (
        "2022-05-12",
        "중국은 3월에 5천593배럴, 4월에 4천21배럴의 정제유를 북한에 공급했다고 안보리에 보고했다.",
        [
            "5천593배럴: transfer refined_petroleum CN>KP 2022-03 reported",
            "4천21배럴: transfer refined_petroleum CN>KP 2022-04 reported",
        ],
    ),
    (
        "2018-07-14",
        "미 정부는 북한이 올해 들어 5월 30일까지 최소 89차례에 걸쳐 75만9천793배럴의 정제유를 불법 환적했다고 안보리에 제출한 문서에서 밝혔다.",
        ["75만9천793배럴: transfer refined_petroleum >KP 2018-01-01..2018-05-30 estimated"],
    ),
    (
        "2024-10-18",
        "국정원은 지난해 8월 이후 북한이 포탄 800만 발을 러시아에 지원했다고 밝혔다.",
        ["800만 발: transfer arms KP>RU 2023-08-01..2024-10-18"],
    ),
    (
        "2013-05-01",
        "지난해 중국의 대북 원유 수출은 52만 톤으로 집계됐다고 한국무역협회가 중국 해관 통계를 인용해 전했다.",
        ["52만 톤: transfer crude_oil CN>KP 2012-01..2012-12 reported"],
    ),
    (
        "2024-06-04",
        "러시아 부총리는 올 1분기 러시아의 산유량이 하루 940만 배럴이었다고 말했다.",
        ["940만 배럴: context"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_korean_newspapers(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "ko", expected)
