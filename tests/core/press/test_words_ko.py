# ruff: noqa: E501 - a sentence stands on one line
"""Korean sentences: particles tell who gives and who takes."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2024-02-08",
        "중국은 지난해 12월 북한에 정제유 1만2천 배럴을 공급했다고 대북제재위원회에 보고했다.",
        ["1만2천 배럴: transfer refined_petroleum CN>KP 2023-12 reported"],
    ),
    (
        "2023-06-13",
        "러시아가 지난 1월 북한에 정제유 4만4천655배럴을 수출했다고 유엔에 통보했다.",
        ["4만4천655배럴: transfer RU>KP 2023-01 reported"],
    ),
    (
        "2021-03-04",
        "북한이 중국으로부터 올해 1월 정제유 4893배럴을 수입한 것으로 제재위원회 홈페이지에 나타났다.",
        ["4893배럴: transfer CN>KP 2021-01 reported"],
    ),
    (
        "2020-08-28",
        "중국과 러시아가 올해 1월부터 7월까지 북한에 공급한 정제유는 1만7천 톤이라고 두 나라가 신고했다.",
        ["1만7천 톤: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2019-09-21",
        "러시아가 5월 북한에 보낸 정제유는 3천 톤, 6월은 1130톤이라고 보고했다.",
        ["3천 톤: transfer RU>KP 2019-05 reported", "1130톤: transfer RU>KP 2019-06 reported"],
    ),
    (
        "2024-05-03",
        "백악관은 러시아가 3월에만 북한에 정제유 16만5천 배럴 이상을 보냈다고 밝혔다.",
        ["16만5천 배럴: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "2024-03-22",
        "전문가패널은 북한이 지난해 선박 간 환적으로 정제유 150만 배럴을 반입한 것으로 추정했다.",
        ["150만 배럴: transfer >KP 2023-01..2023-12 estimated"],
    ),
    (
        "2018-01-20",
        "안보리 결의 2397호는 북한의 정제유 수입을 연간 50만 배럴로 제한했다.",
        ["50만 배럴: cap refined_petroleum >KP -"],
    ),
    (
        "2018-01-20",
        "결의는 대북 원유 공급 상한을 연간 400만 배럴로 정했다.",
        ["400만 배럴: cap crude_oil >KP -"],
    ),
    (
        "2019-09-21",
        "중국의 대북 정제유 공급량은 한도 50만 배럴의 47%에 이른다.",
        ["50만 배럴: cap", "47%: share_of_cap refined_petroleum"],
    ),
    (
        "2006-12-25",
        "지난달 중국이 북한에 수출한 원유는 전년 같은 달보다 14.5% 늘었다고 해관이 밝혔다.",
        ["14.5%: change crude_oil"],
    ),
    (
        "2024-10-18",
        "북한이 지난해 8월 이후 러시아에 컨테이너 1만3000개 분량의 무기를 보냈다고 국가정보원이 밝혔다.",
        ["1만3000개: transfer arms KP>RU 2023-08-01..2024-10-18 estimated"],
    ),
    (
        "2020-02-11",
        "북한은 지난해 중국에 석탄 370만 톤을 수출한 것으로 유엔 전문가패널이 추산했다.",
        ["370만 톤: transfer coal KP>CN 2019-01..2019-12 estimated"],
    ),
    (
        "2017-03-23",
        "중국은 1월 북한에서 석탄 144만 톤을 수입했다고 해관 통계가 보여준다.",
        ["144만 톤: transfer coal KP>CN 2017-01 reported"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_korean_sentences(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "ko", expected)
