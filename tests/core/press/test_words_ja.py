"""Japanese sentences: particles after the name."""

import pytest

from tests.core.press.shorthand import check


SENTENCES = [
    (
        "2021-02-11",
        "ロシアは昨年9月、北朝鮮に精製油1300トンを供給したと制裁委員会に届け出た。",
        ["1300トン: transfer refined_petroleum RU>KP 2020-09 reported"],
    ),
    (
        "2022-03-23",
        "中国から北朝鮮への石油精製品の輸出は昨年8月に1万1745バレルだったと委員会のサイトが示した。",
        ["1万1745バレル: transfer CN>KP 2021-08 reported"],
    ),
    (
        "2020-08-28",
        "中国とロシアは今年1月から7月に合わせて1万7000トンの精製油を北朝鮮に輸出したと届け出た。",
        ["1万7000トン: transfer CN,RU>KP 2020-01..2020-07 reported"],
    ),
    (
        "2024-05-03",
        "米ホワイトハウスは、ロシアが3月だけで16万5千バレルを超える石油精製品を北朝鮮に送ったと主張した。",
        ["16万5千バレル: transfer RU>KP 2024-03 alleged"],
    ),
    (
        "2024-03-22",
        "専門家パネルは、北朝鮮が昨年、瀬取りで最大152万バレルの石油精製品を搬入したと推計した。",
        ["152万バレル: transfer >KP 2023-01..2023-12 estimated"],
    ),
    (
        "2018-01-20",
        "決議は北朝鮮への石油精製品の供給を年50万バレルに制限する。",
        ["50万バレル: cap refined_petroleum >KP -"],
    ),
    (
        "2018-01-20",
        "原油については北朝鮮への供給の上限を年400万バレルとした決議だ。",
        ["400万バレル: cap crude_oil >KP -"],
    ),
    (
        "2019-09-21",
        "北朝鮮への精製油の供給は上限50万バレルの47%に達した。",
        ["50万バレル: cap", "47%: share_of_cap"],
    ),
    (
        "2018-03-05",
        "中国の北朝鮮向け石油製品の輸出は前年同月比で93%減った。",
        ["93%: change"],
    ),
    (
        "2024-10-18",
        "韓国の国防相は、北朝鮮がロシアに約7000個のコンテナの砲弾を送ったと述べた。",
        ["7000個: transfer arms KP>RU"],
    ),
    (
        "2017-04-13",
        "中国は2月に北朝鮮から石炭123万トンを輸入したと税関が発表した。",
        ["123万トン: transfer coal KP>CN 2017-02 reported"],
    ),
    (
        "2024-03-22",
        "タンカーは積載能力の90%まで石油を積んだ。",
        ["90%: context"],
    ),
]


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_japanese_sentences(published: str, text: str, expected: list[str]) -> None:
    check(text, published, "ja", expected)
