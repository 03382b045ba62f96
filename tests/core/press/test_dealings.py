# ruff: noqa: E501 - a sentence stands on one line
"""Dealings told in many ways: denied, nominal, passive, quoted, asked, carried over; and what is none."""

from datetime import date

import pytest

from compliance.core.press import read


def heard(text: str, language: str) -> list[str]:
    """Return the allegations of a text, as kind, giver and taker."""
    reading = read(text, published_on=date(2025, 5, 28), language=language)
    return sorted(
        f"{a.category} {','.join(a.sender)}>{','.join(a.recipient)}" for a in reading.allegations
    )


TOLD = [
    (
        "North Korea rejected as groundless the claim that it had sold artillery shells to Russia.",
        ["arms KP>RU"],
    ),
    (
        "Pyongyang's shipments of ballistic missiles to Moscow, said by Seoul to have begun last year, go on.",
        ["arms KP>RU"],
    ),
    (
        "Moscow has dismissed as false Western reports that it receives shells from Pyongyang.",
        ["arms KP>RU"],
    ),
    ("The Kremlin denied that any weapons had come from North Korea.", ["arms KP>RU"]),
    (
        "Artillery shells were shipped to Russia from the North Korean port of Najin, according to U.S. officials.",
        ["arms KP>RU"],
    ),
    (
        '"Kim is arming Putin," the South Korean defence minister said. "The shells come from North Korea."',
        ["arms KP>RU"],
    ),
    ("Is North Korea selling missiles to Russia? Washington thinks so.", ["arms KP>RU"]),
    (
        "Photo: a train said by the White House to carry North Korean munitions crosses into Russia.",
        ["arms KP>RU"],
    ),
    (
        "The United States imposed sanctions on a Russian colonel for arranging the transfer of North Korean missiles to Russia.",
        ["arms KP>RU"],
    ),
    (
        "Ukraine says fragments found in Kharkiv come from a North Korean ballistic missile delivered to Russia.",
        ["arms KP>RU"],
    ),
    (
        "Seoul and Tokyo accused the North of supplying Moscow with shells and rockets.",
        ["arms KP>RU"],
    ),
    (
        "Iran has supplied ballistic missiles to Russia, the United States, Britain and France said. Tehran called the claim baseless.",
        ["arms IR>RU"],
    ),
    (
        "Tehran insists it has never given drones to Moscow for use in Ukraine, as Kyiv claims.",
        ["arms IR>RU"],
    ),
    (
        "The UN panel found that rifles seized in the Gulf of Oman had been on their way from Iran to the Houthis in Yemen.",
        ["arms IR>YE"],
    ),
    (
        "The panel said the United Arab Emirates had shipped armoured vehicles to Libya in breach of the arms embargo.",
        ["arms AE>LY"],
    ),
    (
        "Turkey sent drones to the government in Tripoli, in violation of the arms embargo, the U.N. experts wrote. Ankara rejects the charge.",
        ["arms TR>LY"],
    ),
    (
        "U.N. monitors say Eritrea channelled weapons to al-Shabaab in Somalia. Asmara denies it.",
        ["arms ER>SO"],
    ),
    (
        "Sudan's army accuses the United Arab Emirates of flying arms to the RSF in Darfur; Abu Dhabi denies it.",
        ["arms AE>SD"],
    ),
    ("North Korea sold arms to Myanmar's junta, a UN report says.", ["arms KP>MM"]),
    (
        "Rwanda has supplied weapons to M23 rebels in the Congo, UN experts said. Kigali rejected the report.",
        ["arms RW>CD"],
    ),
    (
        "About 11,000 North Korean troops have been sent to Russia, South Korea's spy agency said.",
        ["other KP>RU"],
    ),
    ("Pyongyang has dispatched soldiers to fight for Moscow, Kyiv says.", ["other KP>RU"]),
    (
        "North Korea has sent thousands of labourers to Russia in defiance of UN sanctions, the panel said.",
        ["workers KP>RU"],
    ),
    (
        "Some 15,000 North Korean workers remain in Russian construction sites in breach of resolution 2397, the monitors said.",
        ["workers KP>RU"],
    ),
    (
        "Chinese seafood plants use North Korean workers, an investigation found, although UN sanctions forbid it.",
        ["workers KP>CN"],
    ),
    (
        "North Korean IT workers posing as freelancers earn millions for the weapons programme from China and Russia, the US Treasury said.",
        ["workers KP>CN,RU"],
    ),
    (
        "Mercedes limousines reached Kim Jong Un from the Netherlands via China despite the UN ban on luxury goods, researchers said.",
        ["luxury NL>KP"],
    ),
    (
        "Russia gave Kim Jong Un a luxury Aurus limousine, which Seoul said violates UN sanctions.",
        ["luxury RU>KP"],
    ),
    (
        "Japan said it saw a North Korean tanker alongside a Chinese vessel in the East China Sea and suspects an illegal ship-to-ship transfer of oil.",
        ["oil >KP"],
    ),
    (
        "North Korea exported coal worth $370 million to China by barge last year, a UN panel said. Beijing denied it.",
        ["coal KP>CN"],
    ),
    (
        "North Korean coal was shipped to Vietnam in violation of sanctions, the panel of experts said.",
        ["coal KP>VN"],
    ),
    (
        "Two South Korean firms smuggled North Korean coal into South Korea, Seoul's customs service said.",
        ["coal KP>KR"],
    ),
    (
        "Lazarus, a group run by North Korea, stole $1.5 billion in ether from Bybit, the FBI said.",
        ["cyber >KP"],
    ),
    (
        "UN experts are investigating 58 suspected cyberattacks by North Korea on crypto firms worth about $3 billion.",
        ["cyber >KP"],
    ),
    ("Fuel is smuggled from Libya to Malta by boat, the UN panel said.", ["oil LY>MT"]),
    (
        "The White House said the Russians had taken delivery of rockets from Pyongyang for the Wagner group. It is a rumour, North Korea said.",
        ["arms KP>RU"],
    ),
    (
        "Moscow bought them from Pyongyang, Washington says of the shells. Kim's government calls the report a fabrication.",
        ["arms KP>RU"],
    ),
    (
        "Beijing rejected accusations that Chinese ships had carried oil to North Korea in breach of sanctions.",
        ["oil CN>KP"],
    ),
    (
        "China is not doing enough to stop ship-to-ship transfers of oil to North Korea in its waters, the G7 said.",
        ["oil >KP"],
    ),
    (
        "North Korean fishing rights were sold to Chinese boats in violation of UN sanctions, the panel reported.",
        ["other KP>CN"],
    ),
    (
        "Sand dredged in North Korea was shipped to China by barge despite the sanctions, a think tank said.",
        ["other KP>CN"],
    ),
    (
        "North Korean containers of weapons bound for Syria were intercepted, the panel said.",
        ["arms KP>SY"],
    ),
    (
        "Putin, according to the MSMT report, supplied more than a million barrels of refined petroleum to Pyongyang, far above the cap.",
        ["oil RU>KP"],
    ),
    (
        "Taiwanese businessman Chen was charged over secret sales of oil to North Korea on the high seas.",
        ["oil TW>KP"],
    ),
]


# Since dealings are weighed it falls just below the threshold.
KNOWN_WRONG = "North Korean containers of weapons bound for Syria"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            *row, marks=[pytest.mark.xfail(strict=True)] if row[0].startswith(KNOWN_WRONG) else []
        )
        for row in TOLD
    ],
)
def test_a_dealing_however_told(text: str, expected: list[str]) -> None:
    assert heard(text, "en") == expected


NOT_TOLD = [
    "North Korea may be about to sell shells to Russia, a U.S. official warned.",
    "Washington warned Pyongyang against selling arms to Moscow.",
    "North Korea would face consequences if it supplied weapons to Russia, the White House said.",
    "Kim and Putin are expected to discuss arms sales to Russia, the White House said.",
    "Resolution 1718 forbids North Korea to export arms to any State.",
    "The U.S. has seen no evidence that China has given Russia weapons.",
    "Seoul urged Russia not to buy weapons from North Korea.",
    "Russia plans to deliver 10,000 tons of refined petroleum to North Korea under the cap.",
    "The Treasury sanctioned three North Korean officials for the weapons programme.",
    "China delivered 12,000 tons of refined petroleum to North Korea in May, customs data showed.",
    "North Korea fired a ballistic missile over Japan.",
    "North Korea tested a missile that could hit the United States, South Korea said.",
    "The Council banned all arms exports by North Korea in 2016.",
    "The ceiling on oil deliveries to North Korea is meant to curb its weapons programme.",
    "South Korea sold howitzers to Poland.",
    "The resolution requires States to send home North Korean workers by December 2019.",
    "North Korean workers went home from Vladivostok before the deadline, Russia reported to the committee.",
    "Ukraine asked the West for more shells as Russia and North Korea deepened ties.",
    "North Korea showed off new missiles at a parade attended by Russian guests.",
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_a_plan_a_warning_a_rule_is_no_dealing(text: str) -> None:
    assert heard(text, "en") == []


ELSEWHERE = [
    ("ko", "백악관은 북한이 러시아에 포탄과 미사일을 보냈다고 밝혔다.", ["arms KP>RU"]),
    ("ko", "북한은 러시아에 무기를 수출한 적이 없다고 부인했다.", ["arms KP>RU"]),
    ("ko", "러시아 외무부는 북한산 포탄을 넘겨받았다는 주장을 일축했다.", ["arms KP>RU"]),
    ("ko", "국정원은 북한이 러시아에 병력 1만1000명을 파병했다고 밝혔다.", ["other KP>RU"]),
    ("ko", "유엔 전문가패널은 북한이 중국에 석탄을 밀수출했다고 지적했다.", ["coal KP>CN"]),
    ("ko", "북한 노동자들이 제재를 위반해 러시아에 파견됐다고 패널은 밝혔다.", ["workers KP>RU"]),
    ("ko", "북한이 선박 간 환적으로 정제유를 불법 반입했다고 일본 외무성이 발표했다.", ["oil >KP"]),
    ("ko", "북한 해커들이 암호화폐 15억 달러를 탈취했다고 FBI가 밝혔다.", ["cyber >KP"]),
    ("ko", "이란이 러시아에 드론을 공급했다고 우크라이나가 주장했다.", ["arms IR>RU"]),
    ("ko", "북한이 러시아에 무기를 제공할 가능성이 있다고 미국이 경고했다.", []),
    ("ko", "중국은 5월 북한에 정제유 5천 배럴을 공급했다고 안보리에 보고했다.", []),
    (
        "ja",
        "米ホワイトハウスは、北朝鮮がロシアに砲弾やミサイルを送ったと発表した。",
        ["arms KP>RU"],
    ),
    ("ja", "北朝鮮は、ロシアに武器を輸出したことはないと否定した。", ["arms KP>RU"]),
    ("ja", "韓国国防相によると、北朝鮮からロシアへ弾薬が渡った。", ["arms KP>RU"]),
    (
        "ja",
        "韓国の情報機関は、北朝鮮がロシアに兵士１万人を派遣したと明らかにした。",
        ["other KP>RU"],
    ),
    ("ja", "専門家パネルは、北朝鮮が中国に石炭を密輸したと指摘した。", ["coal KP>CN"]),
    ("ja", "北朝鮮が瀬取りで石油精製品を不正に手に入れたと日本政府が発表した。", ["oil >KP"]),
    ("ja", "北朝鮮のハッカーが暗号資産を盗んだと米連邦捜査局が発表した。", ["cyber >KP"]),
    ("ja", "イランがロシアに無人機を供与したとウクライナが主張した。", ["arms IR>RU"]),
    ("ja", "北朝鮮がロシアに武器を供与する可能性があると米国が警告した。", []),
    ("ja", "中国は５月、北朝鮮に石油精製品5000バレルを供給したと制裁委に報告した。", []),
    ("zh", "白宫说，朝鲜向俄罗斯运送了炮弹和导弹。", ["arms KP>RU"]),
    ("zh", "朝鲜否认向俄罗斯出口武器，称指控毫无根据。", ["arms KP>RU"]),
    ("zh", "俄罗斯斥有关从朝鲜获得弹药的报道为谣言。", ["arms KP>RU"]),
    ("zh", "韩国国情院称，朝鲜向俄罗斯派遣了约1万名士兵。", ["other KP>RU"]),
    ("zh", "专家小组说，朝鲜违反制裁向中国出口煤炭。", ["coal KP>CN"]),
    ("zh", "日本外务省称，朝鲜通过船对船转运非法获取成品油。", ["oil >KP"]),
    ("zh", "联邦调查局说，朝鲜黑客盗取了15亿美元的加密货币。", ["cyber >KP"]),
    ("zh", "乌克兰指责伊朗向俄罗斯提供无人机。", ["arms IR>RU"]),
    ("zh", "美国警告说，朝鲜可能会向俄罗斯提供武器。", []),
    ("zh", "中国5月向朝鲜供应成品油5000桶，已通报安理会。", []),
    ("ru", "Белый дом заявил, что КНДР передала России снаряды и ракеты.", ["arms KP>RU"]),
    ("ru", "Пхеньян опроверг сообщения о поставках оружия в Россию.", ["arms KP>RU"]),
    (
        "ru",
        "Кремль назвал беспочвенными обвинения в закупке северокорейских боеприпасов.",
        ["arms KP>RU"],
    ),
    (
        "ru",
        "Разведка Южной Кореи сообщила, что КНДР отправила в Россию 11 тысяч солдат.",
        ["other KP>RU"],
    ),
    (
        "ru",
        "Группа экспертов установила, что КНДР в нарушение санкций продавала уголь Китаю.",
        ["coal KP>CN"],
    ),
    (
        "ru",
        "Япония заявила, что КНДР незаконно получала нефтепродукты путём перевалки с судна на судно.",
        ["oil >KP"],
    ),
    (
        "ru",
        "Северокорейские хакеры похитили криптовалюту на 1,5 млрд долларов, сообщило ФБР.",
        ["cyber >KP"],
    ),
    ("ru", "Киев утверждает, что Иран поставил России беспилотники.", ["arms IR>RU"]),
    ("ru", "США предупредили, что КНДР может передать России оружие.", []),
    ("ru", "Россия поставила в мае 5 тысяч баррелей нефтепродуктов в КНДР, отчиталась Москва.", []),
    (
        "es",
        "La Casa Blanca dijo que Corea del Norte entregó proyectiles y misiles a Rusia.",
        ["arms KP>RU"],
    ),
    ("es", "Pyongyang negó haber vendido armas a Moscú.", ["arms KP>RU"]),
    ("es", "Washington y Seúl acusan a Corea del Norte de armar a Rusia.", ["arms KP>RU"]),
    (
        "es",
        "El Kremlin rechazó por falsas las informaciones sobre la compra de municiones norcoreanas.",
        ["arms KP>RU"],
    ),
    ("es", "Seúl afirma que Corea del Norte envió a Rusia 11.000 soldados.", ["other KP>RU"]),
    (
        "es",
        "El panel de expertos señaló que Corea del Norte exportó carbón a China en violación de las sanciones.",
        ["coal KP>CN"],
    ),
    (
        "es",
        "Japón denunció que Corea del Norte obtuvo combustible mediante trasvases ilegales en alta mar.",
        ["oil >KP"],
    ),
    (
        "es",
        "Piratas informáticos norcoreanos robaron criptomonedas por 1.500 millones de dólares, según el FBI.",
        ["cyber >KP"],
    ),
    ("es", "Kiev sostiene que Irán suministró drones a Rusia.", ["arms IR>RU"]),
    ("es", "Estados Unidos advirtió que Corea del Norte podría suministrar armas a Rusia.", []),
    (
        "es",
        "China entregó en mayo 5.000 barriles de productos refinados a Corea del Norte, según el comité.",
        [],
    ),
    (
        "fr",
        "La Maison Blanche affirme que la Corée du Nord a livré des obus et des missiles à la Russie.",
        ["arms KP>RU"],
    ),
    ("fr", "Pyongyang a démenti avoir vendu des armes à Moscou.", ["arms KP>RU"]),
    ("fr", "Washington et Séoul accusent la Corée du Nord d'armer la Russie.", ["arms KP>RU"]),
    (
        "fr",
        "Le Kremlin a rejeté comme infondées les informations sur l'achat de munitions nord-coréennes.",
        ["arms KP>RU"],
    ),
    ("fr", "Séoul assure que la Corée du Nord a envoyé 11 000 soldats en Russie.", ["other KP>RU"]),
    (
        "fr",
        "Selon le groupe d'experts, la Corée du Nord a exporté du charbon vers la Chine en violation des sanctions.",
        ["coal KP>CN"],
    ),
    (
        "fr",
        "Le Japon a dénoncé des transbordements illégaux de pétrole au profit de la Corée du Nord en haute mer.",
        ["oil >KP"],
    ),
    (
        "fr",
        "Des pirates informatiques nord-coréens ont volé pour 1,5 milliard de dollars de cryptomonnaies, selon le FBI.",
        ["cyber >KP"],
    ),
    ("fr", "Kiev soutient que l'Iran a fourni des drones à la Russie.", ["arms IR>RU"]),
    (
        "fr",
        "Les États-Unis craignent que la Corée du Nord puisse fournir des armes à la Russie.",
        [],
    ),
    (
        "fr",
        "La Chine a livré en mai 5.000 barils de produits raffinés à la Corée du Nord, selon le comité.",
        [],
    ),
    (
        "de",
        "Das Weiße Haus teilte mit, Nordkorea habe Russland Granaten und Raketen geliefert.",
        ["arms KP>RU"],
    ),
    (
        "de",
        "Pjöngjang wies Berichte über Waffenlieferungen an Russland als haltlos zurück.",
        ["arms KP>RU"],
    ),
    ("de", "Der Kreml dementierte, Munition aus Nordkorea erhalten zu haben.", ["arms KP>RU"]),
    ("de", "Seoul zufolge hat Nordkorea 11.000 Soldaten nach Russland geschickt.", ["other KP>RU"]),
    (
        "de",
        "Nach Angaben der Experten exportierte Nordkorea unter Verletzung der Sanktionen Kohle nach China.",
        ["coal KP>CN"],
    ),
    (
        "de",
        "Japan wirft Nordkorea vor, durch Umladungen auf hoher See illegal Treibstoff erhalten zu haben.",
        ["oil >KP"],
    ),
    (
        "de",
        "Nordkoreanische Hacker haben laut FBI Kryptowährung im Wert von 1,5 Milliarden Dollar gestohlen.",
        ["cyber >KP"],
    ),
    ("de", "Kiew beschuldigt den Iran, Drohnen an Russland geliefert zu haben.", ["arms IR>RU"]),
    ("de", "Nordkorea könnte Russland bald Waffen liefern, warnte Washington.", []),
    (
        "de",
        "China lieferte im Mai 5000 Barrel Ölprodukte nach Nordkorea, so das Sanktionskomitee.",
        [],
    ),
    ("ar", "قال البيت الأبيض إن كوريا الشمالية سلمت روسيا قذائف وصواريخ.", ["arms KP>RU"]),
    ("ar", "نفت بيونغ يانغ بيع أسلحة إلى موسكو.", ["arms KP>RU"]),
    ("ar", "اتهمت واشنطن كوريا الشمالية بتزويد روسيا بالأسلحة.", ["arms KP>RU"]),
    ("ar", "قالت سيول إن كوريا الشمالية أرسلت 11 ألف جندي إلى روسيا.", ["other KP>RU"]),
    (
        "ar",
        "ذكر فريق الخبراء أن كوريا الشمالية صدرت الفحم إلى الصين في انتهاك للعقوبات.",
        ["coal KP>CN"],
    ),
    (
        "ar",
        "أعلنت اليابان أن كوريا الشمالية حصلت على الوقود عبر التهريب في عرض البحر.",
        ["oil >KP"],
    ),
    ("ar", "تقول كييف إن إيران زودت روسيا بطائرات مسيرة.", ["arms IR>RU"]),
    ("ar", "حذرت واشنطن من أن كوريا الشمالية قد تزود روسيا بالأسلحة.", []),
    (
        "ar",
        "سلمت الصين في مايو 5000 برميل من المنتجات النفطية إلى كوريا الشمالية، بحسب لجنة العقوبات.",
        [],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), ELSEWHERE)
def test_dealings_in_other_languages(language: str, text: str, expected: list[str]) -> None:
    assert heard(text, language) == expected
