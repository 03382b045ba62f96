"""Transit: coal of another State that passes through the DPRK, which no resolution bans.

S/RES/2371, paragraph 8, keeps apart coal that comes from outside the DPRK and is only shipped from
the port of Rajin (Rason), the Committee being told beforehand. Such coal is Russia's, whoever loads
it, and never counts for the DPRK. Coal that is passed off as Russian is the DPRK's.
"""

import re
from collections.abc import Sequence

from compliance.core.press.drafts import Draft
from compliance.core.press.scenes import Scene


# Coal by its origin outside the DPRK, in each language.
_FOREIGN = re.compile(
    r"\b(?:Russian|Russia's|Siberian|Siberia's|Kuzbass|Kuznetsk|Yakut(?:ian)?|Mongolian?)"
    r"(?: [\w-]+){0,2} (?:coal|anthracite)\b"
    r"|\b(?:coal|anthracite)(?: (?!North|Korean?)[\w-]+){0,5} (?:from|in|of)(?: [\w-]+){0,2}"
    r" (?:Russia|Siberia|Kuzbass|Mongolia)\b"
    r"|(?:러시아|시베리아|쿠즈바스|몽골)(?:산|의)?[ ]?(?:유연탄|무연탄|석탄|역청탄)"
    r"|(?:俄罗斯|俄羅斯|俄国|俄國|俄|西伯利亚|西伯利亞|库兹巴斯|蒙古)(?:产|產|出产)?(?:的)?(?:煤|动力煤)"
    r"|(?:ロシア|シベリア|クズバス|モンゴル)(?:産|炭)?の?(?:石炭|無煙炭|瀝青炭)"
    r"|(?:[Рр]оссийск|[Сс]ибирск|[Кк]узбасск|[Кк]узнецк|[Мм]онгольск)\w+(?: \w+)? уг(?:ол|л)\w+"
    r"|[Уу]г(?:ол|л)\w+(?: \w+){0,3} из (?:России|Сибири|Кузбасса|Монголии)"
    r"|[Cc]arbón(?: \w+)? (?:ruso|siberiano|mongol)\b"
    r"|[Cc]arbón(?: \w+){0,3} de (?:Rusia|Siberia|Kuzb[aá]s+|Mongolia)\b"
    r"|[Cc]harbon(?: \w+)? (?:russe|sibérien|mongol)\b"
    r"|[Cc]harbon(?: \w+){0,3} (?:de|du) (?:Russie|Sibérie|Kouzbass|Mongolie)\b"
    r"|(?:[Rr]ussisch|[Ss]ibirisch|[Mm]ongolisch)e[rnsm]?(?: \w+)? (?:Stein|Kraftwerks)?[Kk]ohle\b"
    r"|Kohle(?: \w+){0,3} aus (?:Russland|Sibirien|dem Kusbass|der Mongolei)\b"
    r"|(?:ال)?فحم(?: الحجري)? (?:ال)?(?:روسي|سيبيري|منغولي)"
    r"|(?:ال)?فحم(?: \w+){0,3} من (?:روسيا|سيبيريا|منغوليا)"
)
# The way through: the port, or a word of passage before the country.
_ROUTE = re.compile(
    r"\b(?:Ra[js]in|Rajin|Rason|Na[js]in|Khasan|Radschin|Radjin|Chasan)\b|나진|라진|나선|라선|羅津|罗津|羅先|罗先"
    r"|ラジン|ラソン|Раджин\w*|Расон\w*|Хасан\w*|راجين|راسون|راسن|[Rr]ajin"
    r"|\b(?:via|through|by way of|transit\w*|across) (?:\w+ ){0,3}North Korean?\b"
    r"|\b(?:über|durch|via) (?:\w+ ){0,3}[Nn]ordkorea"
    r"|\b(?:a través de|vía|por|via|par|travers) (?:\w+ ){0,3}"
    r"(?:Corea del Norte|la Corée du Nord|norcoreano)"
    r"|[Тт]ранзит\w*|через (?:\w+ ){0,2}(?:КНДР|северокорейск\w+)|عبر (?:\w+ ){0,3}كوريا الشمالية"
    r"|북한을? (?:거쳐|경유)|(?:经|經|经由|經由|过境|取道)朝鲜"
    r"|北朝鮮(?:を|の[^、。]{0,8}を?)(?:経由|通過)"
)
# Whose papers lie.
_PASSED_OFF = re.compile(
    r"\b(?:forged|false|falsely|falsified|fake|faked|passed off|passing off|disguised|mislabel\w+"
    r"|relabel\w+|posing|pretend\w*|claimed to be|misdeclared|laundered|smuggl\w+)\b"
    r"|위장|둔갑|속여|속인|허위|위조|밀수|伪|偽|冒充|谎称|謊稱|走私|装い|装って|密輸"
    r"|подде\w+|подлож\w+|фальш\w+|под видом|выда\w+ за|контрабанд\w+"
    r"|gefälscht|falsch|getarnt|geschmuggelt|falsific|fingi|hac\w+ pasar|contraband|falsos?\b"
    r"|faux|fausse|falsifi|fait passer|faire passer|contreband|مزور|مزيف|زائف|تهريب|هرب"
)
# The DPRK's own.
_OWN = re.compile(
    r"\b(?:North Korean?|North Korea's|DPRK|Pyongyang's|the North's)"
    r"(?: (?!port|pier|harbou?r)[\w-]+){0,2}"
    r" (?:coal|anthracite)\b|\b(?:coal|anthracite)(?: (?!of\b)[\w-]+){0,3} from North Korea\b"
    r"|\bNorth Korea(?: \w+)? (?:exported|sold|shipped|mined|produced)\b"
    r"|북한산?[ ]?(?:석탄|무연탄)|朝鲜(?:产|的)?煤|北朝鮮(?:産の?|の)石炭"
    r"|[Сс]еверокорейск\w+ уг|уг(?:ол|л)\w+ из (?:КНДР|Северной Кореи)"
    r"|carbón norcoreano|carbón de Corea del Norte"
    r"|charbon nord-coréen|charbon de (?:la )?Corée du Nord"
    r"|nordkoreanische[rnsm]? Kohle|Kohle aus Nordkorea"
    r"|(?:ال)?فحم (?:ال)?كوري الشمالي|فحم كوريا الشمالية"
)
_FAR = 3  # sentences between whose coal it is and the way it goes


def coal_in_transit(text: str, scenes: Sequence[Scene]) -> frozenset[int]:
    """Return the sentences whose coal only passes through the DPRK.

    A text that tells once of such coal speaks of it until it names the DPRK's own.
    """
    if not any("coal" in scene.goods for scene in scenes):
        return frozenset()
    foreign, route, false, own = (
        [bool(each.search(text, s.sentence.start, s.sentence.end)) for s in scenes]
        for each in (_FOREIGN, _ROUTE, _PASSED_OFF, _OWN)
    )
    told = [
        foreign[n]
        and any(route[max(0, n - _FAR) : n + _FAR + 1])
        and not any(false[max(0, n - 1) : n + 2])
        for n in range(len(scenes))
    ]
    if not any(told):
        return frozenset()
    passing = set()
    through = not any(own[: told.index(True)])
    for n in range(len(scenes)):
        if told[n]:
            through = True
        elif own[n] or false[n]:
            through = False
        if through:
            passing.add(n)
    return frozenset(passing)


def let_pass(text: str, scenes: Sequence[Scene], drafts: Sequence[Draft]) -> None:
    """Make of amounts of coal in transit what they are: no transfer of the DPRK's, under no cap."""
    passing = coal_in_transit(text, scenes)
    for draft in drafts:
        if (
            draft.commodity == "coal"
            and draft.scene.index in passing
            and draft.role in ("transfer", "cap", "share_of_cap")
        ):
            draft.role, draft.basis, draft.supplier, draft.recipient = "context", None, (), ()
            draft.reasons = [r for r in draft.reasons if r.field in ("commodity", "period")]
            draft.because("role", "coal_in_transit")
