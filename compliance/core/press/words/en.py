"""English: the words that the reader hears, by what they do in a sentence.

Each row is (kind, value, phrases). A phrase written with a capital is heard only so ("May" is a
month, "may" is not); all others are heard in any case.
"""

from compliance.core.press.words.en_states import STATES
from compliance.core.press.words.en_times import TIMES


Row = tuple[str, str, str]

DECIMAL = "."

NUMBERS: tuple[Row, ...] = (
    ("num", "1", "one"),
    ("num", "2", "two"),
    ("num", "3", "three"),
    ("num", "4", "four"),
    ("num", "5", "five"),
    ("num", "6", "six"),
    ("num", "7", "seven"),
    ("num", "8", "eight"),
    ("num", "9", "nine"),
    ("num", "10", "ten"),
    ("num", "11", "eleven"),
    ("num", "12", "twelve"),
    ("num", "13", "thirteen"),
    ("num", "14", "fourteen"),
    ("num", "15", "fifteen"),
    ("num", "16", "sixteen"),
    ("num", "17", "seventeen"),
    ("num", "18", "eighteen"),
    ("num", "19", "nineteen"),
    ("num", "20", "twenty"),
    ("num", "30", "thirty"),
    ("num", "40", "forty"),
    ("num", "50", "fifty"),
    ("num", "60", "sixty"),
    ("num", "70", "seventy"),
    ("num", "80", "eighty"),
    ("num", "90", "ninety"),
    ("article", "1", "a | an"),
    ("half", "0.5", "half"),
    ("scale", "100", "hundred"),
    ("scale", "1000", "thousand"),
    ("scale", "100000", "lakh | lakhs"),
    ("scale", "10000000", "crore | crores"),
    ("scale", "1000000", "million | mn | mln | mio | m"),
    ("scale", "1000000000", "billion | bn | bln"),
    ("scale", "1000000000000", "trillion | tn"),
    ("point", ".", "point"),
    ("vague", "2:9", "several | a few | many"),
    ("vague", "2:9", "some"),
    ("vague_scale", "1000000:2000000:9999999", "millions"),
    ("vague_scale", "1000:2000:9999", "thousands"),
    ("vague_scale", "100:200:999", "hundreds"),
    ("vague_scale", "12:24:99", "dozens"),
    ("vague_scale", "10:20:99", "tens"),
    ("vague_scale", "1000000000:2000000000:9999999999", "billions"),
    ("nil", "0", "no | none | zero | nil | not a single | not one | not any"),
)

UNITS: tuple[Row, ...] = (
    ("unit", "bbl", "barrels | barrel | bbl | bbls | bl | bls | b/d | bpd"),
    (
        "unit",
        "t",
        "t | tons | ton | tonnes | tonne | metric tons | metric tonnes | metric ton | mt"
        " | dwt | tns | deadweight tonnes | deadweight tons | deadweight ton"
        " | deadweight tonne | long tons",
    ),
    ("unit", "kt", "kt | kilotons | kilotonnes"),
    ("unit", "kg", "kg | kgs | kilograms | kilogrammes | kilos | kilogram | kilogramme"),
    ("unit", "L", "litres | liters | litre | liter"),
    ("unit", "m3", "cubic metres | cubic meters | cubic metre | cubic meter | cu m | cbm"),
    ("unit", "gal_us", "gallons | gallon"),
    ("unit", "percent", "percent | per cent | pct | pc | percentage points"),
    ("unit", "USD", "U.S. dollars | US dollars | American dollars | dollars | dollar | USD"),
    (
        "ship_size",
        "t",
        "deadweight tonnes | deadweight tons | deadweight ton | deadweight tonne | dwt"
        " | deadweight | gross tonnage | DWT | GT",
    ),
)

COUNTS: tuple[Row, ...] = (
    (
        "count",
        "arms:moved",
        "containers | shipping containers | shells | rounds | missiles | rockets | drones"
        " | howitzers | guns | rifles | launchers | shell | grenades | mortars"
        " | artillery pieces | cruise missiles | ballistic missiles | machine guns"
        " | pistols | battle tanks | bombs | mines | weapons | cartridges | bullets"
        " | artillery shells | warheads | UAVs | boxes | crates | launch systems | railcars"
        " | artillery rounds | truckloads | wagons | firearms | assault rifles | torpedoes"
        " | container | pieces of artillery | pieces of heavy artillery | artillery guns"
        " | combat vehicles | armoured vehicles | armored vehicles | vehicle | vehicles"
        " | air defence systems | air defense systems | missile systems | multiple rocket launchers"
        " | projectiles | self-propelled guns | tanks | howitzer | missile | rocket"
        " | drone | warhead | fighter jets | aircraft | pieces | AK-47s | Kalashnikovs | fuses"
        " | rocket fuses | mortar shells | rocket launchers | anti-tank guided missiles"
        " | artillery and rocket rounds | rocket-propelled grenades | mortar rounds"
        " | howitzer shells | surface-to-air missiles | pieces of ordnance",
    ),
    (
        "count",
        "workers:stock",
        "workers | labourers | laborers | nationals | migrants | employees | IT workers"
        " | North Koreans | technicians | waitresses",
    ),
    (
        "count",
        "other:moved",
        "sacks | bags | troops | soldiers | servicemen | combatants | engineers | sappers"
        " | fighters | personnel | special forces | commandos | recruits | mercenaries"
        " | advisers | instructors | combat troops | combat soldiers | ground troops | officers"
        " | generals | combat engineers | military engineers | deminers | reinforcements"
        " | special forces soldiers | military builders | paratroopers | infantrymen"
        " | military personnel | elite troops",
    ),
    (
        "count",
        "petroleum:event",
        "deliveries | transfers | trips | voyages | port calls | tankers | vessels | ships"
        " | shipments | cargoes | consignments | visits | calls | oil tankers"
        " | fuel tankers | occasions | times | deliveries by sea | ship-to-ship transfers"
        " | freighters | sailings | instances | dockings | boats | barges",
    ),
)

COMMODITIES: tuple[Row, ...] = (
    (
        "commodity",
        "refined_petroleum",
        "refined petroleum | refined oil | refined derivatives | oil derivatives"
        " | refined product | refined oil product"
        " | petroleum product"
        " | refined petroleum product | oil product | refined petroleum products"
        " | refined oil products | oil products | petroleum products | refined products"
        " | refined fuel | gasoline | diesel | kerosene | jet fuel | gasoil | gas oil"
        " | fuel oil | fuel oils | naphtha | refined fuels | petrol | diesel fuel"
        " | diesel oil | gasolene | bunker fuel | vacuum gas oil | lubricants"
        " | aviation fuel | oil and petroleum products | processed oil"
        " | processed petroleum | refined crude products | marine gas oil | rocket fuel"
        " | cleaned petroleum",
    ),
    ("commodity", "refined_petroleum", "fuel | fuels"),
    ("commodity", "refined_generic", "products"),
    ("commodity", "crude_oil", "crude oil | crude | crude petroleum | unrefined oil"),
    ("commodity", "petroleum", "oil | petroleum"),
    ("commodity", "coal", "coal | anthracite | coking coal"),
    ("commodity", "iron_ore", "iron ore"),
    ("commodity", "iron", "iron | pig iron"),
    ("commodity", "lead", "lead ore | lead and lead ore | lead concentrate | lead concentrates"),
    ("commodity", "seafood", "seafood | fish | crab | crabs | squid | shellfish | clams"),
    ("commodity", "textiles", "textiles | textile | garments | clothing"),
    (
        "commodity",
        "luxury_goods",
        "luxuries | luxury products | luxury goods | luxury cars | luxury items | luxury"
        " | limousines | yachts | watches"
        " | wine | liquor | cognac | perfume | limousine | luxury vehicles | whisky"
        " | spirits",
    ),
    (
        "commodity",
        "arms",
        "arms | weapons | weapon | ammunition | munitions | weaponry | missiles | rockets"
        " | shells | artillery | drones | military equipment | military hardware"
        " | arms deal | military supplies | materiel | lethal aid | explosives | small arms"
        " | ballistic missiles | unmanned aircraft | unmanned aerial vehicles"
        " | loitering munitions | missile | drone | military aid | army gear"
        " | military goods | war materiel | weapons systems | arms embargo"
        " | air defense equipment | air defence equipment | air defense systems"
        " | air defence systems | combat vehicles | military vehicles | rifles | howitzers"
        " | electronic warfare equipment | air-defense missiles | air defence missiles"
        " | military material | artillery shells | artillery ammunition"
        " | military-related goods | military technology | battle tanks | grenades"
        " | machine guns | warplanes | fighter jets | gunpowder | arms shipments"
        " | armaments | assault rifles",
    ),
    (
        "commodity",
        "workers",
        "workers | labourers | laborers | labour | overseas workers | work visas | manpower"
        " | migrant workers | IT workers",
    ),
    (
        "commodity",
        "uranium",
        "uranium | enriched uranium | low-enriched uranium | highly enriched uranium | UF6"
        " | uranium hexafluoride | yellowcake | enrichment",
    ),
    ("commodity", "heavy_water", "heavy water"),
    (
        "commodity",
        "other",
        "LPG | liquefied petroleum gas | ethanol | biofuel | natural gas | LNG | copper"
        " | zinc | silver | nickel | gas | troops | soldiers | condensates"
        " | natural gas liquids | sand | vehicles | machinery | bitumen | charcoal"
        " | titanium | statues | earth and stone",
    ),
    (
        "commodity",
        "untracked",
        "steel | rice | grain | wheat | corn | maize | sugar | cobalt | gold | fertiliser"
        " | fertilizer | cement | timber | salary | salaries | payroll | cotton | beef"
        " | pork | milk | soybeans | barley | flour | palm oil | cooking oil | soybean oil"
        " | olive oil | vegetable oil | edible oil | carbon dioxide | emissions | cars"
        " | tea | coffee | cocoa | carbon | medals | food | aluminium | aluminum | players"
        " | soybean | methane | fish oil | essential oil | oilseed | fentanyl | potash"
        " | cashew | tuna | cod | cheese | butter | lithium | CO | greenhouse gas"
        " | allowances | catches | vaccine | vaccines | masks",
    ),
    (
        "commodity",
        "money",
        "cryptocurrency | cryptocurrencies | crypto | cash | virtual assets | bitcoin"
        " | ether | ethereum | crypto assets | digital assets | virtual currency",
    ),
)

FLOW: tuple[Row, ...] = (
    (
        "give",
        "v",
        "supplied | supplies | supply | supplying | exported | export | exporting | shipped"
        " | ship | shipping | ships | sent | send | sends | sending | sold | sell | sells"
        " | selling | delivered | deliver | delivers | delivering | provided | provide"
        " | provides | providing | transferred | transfer | transferring | transfers"
        " | handed | hand | handing | gave | gives | give | given | giving | furnished"
        " | moved | channelled | channeled | fed | smuggled | smuggling | smuggle | pumped"
        " | dispatched | dispatch | dispatching | exports | brought | bring | brings"
        " | passed | pass | passes | supplied with | poured | pour"
        " | pouring | flowed | flow | flows | went | gone | go | goes | left | leave"
        " | leaves | leaving | crossed | reached | reaches | arrived | arrive | came | come"
        " | comes | disposed | offloaded | unloaded | landed | parted with | let go"
        " | parcelled | hauled | trucked | accounted for | accounts for | accounting for"
        " | contributed | piped | pump | pumps | pumping | funnelled | funneled | loaded"
        " | handed over | turned over | headed | travelled | traveled | equipped | shared"
        " | landing | reaching | arriving | entering | entered | enter | got to | gets to"
        " | got into | gets into"
        " | kept | carried | carry | carries | carrying | conveyed | conveying | ferried"
        " | transported | transporting | railed | carted | consigned | discharged | put ashore"
        " | made their way | make their way | made its way | found its way | found their way"
        " | routed | released",
    ),
    (
        "give",
        "n",
        "arrivals | deliveries | delivery | shipments | shipment | supplies | sales | sale"
        " | transfer"
        " | outflow | provision | parcel | parcels | consignments | cargoes | supplier"
        " | suppliers | seller | sellers | handover",
    ),
    (
        "take",
        "v",
        "imported | import | importing | bought | buy | buying | buys | purchased"
        " | purchase | received | receive | receives | receiving | obtained | obtain"
        " | obtains | obtaining | procured | procure | took | take | takes | taken"
        " | acquired | acquire | acquiring | got hold of | brought in | took delivery"
        " | taking delivery | has used | have used | had used | use of | using | uses"
        " | depends on | relies on | fielding | purchasing | took in | secured | accepted"
        " | ordered | picked up | sourced | laid hands on | get | gets | got",
    ),
    (
        "take",
        "n",
        "imports | purchases | intake | procurement | acquisitions | receipts | buyer"
        " | buyers | customer | importer | recipient",
    ),
    (
        "back_again",
        "",
        "went back | came back | come back | taken back | sent back | returned | brought back"
        " | shipped back"
        " | gone back | go back | returned to",
    ),
    (
        "condition",
        "",
        "would be | should | must | have to | has to | are to | is to be | need to"
        " | in order to | prevent | preventing | prevents | curb | curbing | crack down | combat"
        " | task force | to end | concern | concerns | fears | worry | risk",
    ),
    ("arm", "", "arms | armed | arming | has armed"),
    (
        "convert",
        "",
        "would make | could hold | would hold | would take | translated into | packed with"
        " | could contain | enough for | would mean | converted | filled with"
        " | if loaded with | would fit | could carry | would amount to | could have held"
        " | could fit | would equal | at the very least | if filled | if packed | room for",
    ),
    (
        "spent",
        "",
        "shot down | fired | launched | downed | brought down | intercepted | destroyed"
        " | shooting down | seized | captured | shelled | hit by | struck by | fires"
        " | tested | test-fired | launching | firing | paraded | struck",
    ),
    (
        "elsewhere",
        "",
        "worldwide | world production | world output | globally | around the world"
        " | in the world | could pass | can pass | could flow | could be pumped"
        " | in total exports | whole world",
    ),
    ("cartel", "", "OPEC | Opec | OPEC+"),
    (
        "programme",
        "",
        "oil-for-food | oil for food | food-for-oil | oil-for-food program"
        " | Office of the Iraq Programme | Office of Iraq Programme | Office of the Iraq Program"
        " | Iraq Programme | Iraq Program | humanitarian programme | humanitarian program"
        " | 180-day phase | 180-day phases | 180-day period",
    ),
    (
        "from",
        "from",
        "from | out of | by | left | leave | leaves | leaving | originating in | originating from",
    ),
    ("to", "to", "to | into | for | toward | towards | onto"),
    (
        "reverse",
        "",
        "the other direction | the other way | in the other direction"
        " | in the opposite direction | the opposite way"
        " | in the reverse direction | in return | in exchange | in payment | as payment",
    ),
    ("together", "", "together"),
    ("price", "", "price | prices | priced | quoted | average price"),
    (
        "worth",
        "",
        "in value | value of | a value | worth | valued at | valued | revenue | income | proceeds"
        " | good for | earned | booked | earning | earnings | brought in | grossed | netted"
        " | yielded | fetched | fetches | fetch | fetching | paid | pays | paying | raked in"
        " | pocketed | brings in | bringing in | cost them | in receipts | sums | made"
        " | fetched | generated | raked in | took in | takes in | taking in | reaped",
    ),
    (
        "both",
        "",
        "combined | both | pair | two countries | two neighbors | two neighbours"
        " | two allies | the two | either | jointly | two suppliers | the duo | two states"
        " | between them | two nations",
    ),
    (
        "total",
        "",
        "total | totalled | totaled | altogether | all told | in all | overall | cumulative"
        " | year's count | year's total | year's tally | running total | count for the year"
        " | tally for the year | total for the year | year-to-date | in aggregate | sum | summed"
        " | put together | totals | totaling | totalling | aggregate",
    ),
    (
        "load",
        "",
        "loaded | loading | took on | taken on | take on | filled up | lifted | lift | load",
    ),
    (
        "seize",
        "",
        "impounded | intercepted | confiscated | interdicted | seized | detained | detain"
        " | detains | blacklisted | sanctioned | boarded",
    ),
    ("respectively", "", "respectively | in that order | in this order | in turn"),
)

# "may be sold", "must not exceed", "can no longer import": what a rule lets someone do.
_MODALS = ("may", "can", "may not", "must not", "may only", "may no longer")
_DONE = (
    "sold", "supplied", "delivered", "shipped", "imported", "exported", "sent", "received",
    "provided", "transferred", "bought", "purchased", "brought in", "procured", "taken in",
)  # fmt: skip
_MAY_BE = " | ".join(f"{modal} be {done}" for modal in _MODALS for done in _DONE)
_SHALL_NOT = " | ".join(
    f"{modal} {verb}"
    for modal in ("shall not", "should not", "must not", "may not", "cannot", "is not to",
                  "are not to", "will not be allowed to")
    for verb in ("exceed", "surpass", "go beyond", "go above", "be more than", "top")
)  # fmt: skip

LIMITS: tuple[Row, ...] = (
    ("cap", "n", _MAY_BE),
    ("cap", "n", _SHALL_NOT),
    ("cap", "n", "UN line | U.N. line | UN limit | U.N. limit"),
    (
        "cap",
        "n",
        "would have allowed | would have permitted | would have let | may not go over"
        " | must not go over | not go beyond | may not go beyond | must not go beyond"
        " | nobody may sell | no one may sell | more than that nobody"
        " | keeps | cap | capped | caps | ceiling | limit | limits | limited | quota"
        " | restriction | restricts | restricted | restrict | maximum | allowance | allowed"
        " | allows | allow | permits | permitted | permit | permissible | held to | holds"
        " | threshold | entitled | must not exceed | may not exceed | cannot exceed"
        " | not to exceed | upper bound | ration | capping | limiting | no more than"
        " | tolerates | tolerated | keeps to | authorised | authorized | authorises"
        " | authorizes | grants | bars | barred from | restricting | restrictions"
        " | the line | mark | allotment | yearly maximum | lets | allowing | permitting"
        " | let | quotas | upper limit | upper limits | confined | confines | cut-off"
        " | ceilings | prescribed | entitlement | set at | lawful | legal limit"
        " | may import | can import | may buy | can buy | slashed | may sell | may supply"
        " | may ship | may export | may deliver | may provide | may receive | may take in"
        " | may be earned | may earn | may be sold | may bring in | may obtain | can sell"
        " | can supply | can receive | can ship"
        " | fixed at | pot of | bound of | can export | can deliver | can take in"
        " | concedes | concede | conceded",
    ),
    (
        "draft",
        "",
        "draft | draft resolution | proposal | proposed | would reduce | would trim | would cut"
        " | would lower | would halve | would slash | would have allowed | would have permitted"
        " | would have let | would have lowered | would have cut",
    ),
    (
        "price_cap",
        "",
        "price cap | price limit | price ceiling | ceiling for Russian crude | price caps"
        " | ceiling on the price",
    ),
    (
        "vessel",
        "",
        "tanker | tankers | vessel | vessels | ship | ships | freighter | freighters | bulk carrier"
        " | bulk carriers | cargo ship | coaster | dhow | dhows",
    ),
    ("cap_rule", "", "resolution | resolutions | sanctions | Security Council | Council"),
    (
        "beyond",
        "",
        "exceeds | exceeded | exceed | exceeding | beyond | above | over the | in excess of"
        " | surpassed | surpass | surpasses | breached | breach | breaks | broke | past"
        " | outstripped | overshot | topped | more than the | far more than | violated",
    ),
    (
        "rise",
        "",
        "swelled | swell | swelling | raised | raise | raises | lifted | up | rose | rise"
        " | risen | increase | increased | grew | growth | gain | gained | jump | jumped"
        " | climbed | surged | surge | soared | higher | increases | rises | climb | larger"
        " | doubling | leap | leaped | leapt | expanded | advanced | rising | growing"
        " | increasing | additional",
    ),
    (
        "fall",
        "",
        "down | fell | fall | fallen | decrease | decreased | drop | dropped | decline"
        " | declined | sank | plunged | plunge | shrank | lower | shrunk | slid | slumped"
        " | reduction | reduced | falling | declines | drops | tumbled | cut | cuts | slash"
        " | slashes"
        " | smaller | less than | fewer than | dip | dipped | slump | contraction"
        " | contracted | loss | cutting | slashing | dropping | declining | halved",
    ),
    (
        "stock",
        "",
        "capacity | production | produce | produces | produced | output | stockpile | stock"
        " | stocks | stockpiled | reserves | inventories | consumption | consume | consumes"
        " | needs | need | demand | requirements | tonnage | displacement | storage | storage tanks"
        " | price | prices | priced | cost | costs | worldwide | world production | global"
        " | pipeline capacity | could hold | can carry | capable | deadweight | requires"
        " | refinery | refineries | refine | refines | refining | consumed | mined"
        " | manufacture | manufactures | per barrel | a barrel | fired | shot down"
        " | launched | producing | intercepted | downed | storing | holds in storage"
        " | in storage | stores | benchmark | quoted | could have held | can hold | room for",
    ),
    (
        "plan",
        "",
        "in the process of | plans | planned | plan | proposed | propose | proposes"
        " | proposal | would have lowered | would have cut | draft | sought | seek | seeks"
        " | asked | wants | wanted | demanded | hopes | intends | aims | target | offered"
        " | negotiating | willing | ready to | contract | contracts | contracted | agreed"
        " | deal | pledged | promised | forecast | expected | estimated need | order for"
        " | in talks | considered | projected | tried to | tries to | trying to | attempted"
        " | attempt to | attempts to | bid to | pushed for | push for | pressed for | called for"
        " | calling for | urged | suggested | pushed to | push to | floated",
    ),
)

SOURCES: tuple[Row, ...] = (
    (
        "reported",
        "",
        "U.N. Security Council report | UN Security Council report | U.N. report"
        " | Security Council report | Council report | U.N. figures | UN figures"
        " | committee notes | customs | General Administration of Customs | customs data"
        " | trade statistics | trade data | sanctions committee | committee's website"
        " | declared | notified | notification | notifications | told the committee"
        " | reported to the | committee's site | UN website | U.N. website"
        " | Council's website | official figures | official count | official data"
        " | committee's page | UN site | U.N. site | sanctions panel | notify | filing"
        " | filings | lodged | submitted | returns | website of the | declaration | declare"
        " | website | web page | UN page | U.N. page | page of the United Nations | committee table"
        " | data showed | data shows | data show | figures showed | figures show"
        " | data published | told the UN | told the United Nations"
        " | told the Security Council | informed the UN | told the U.N."
        " | tell the UN | tell the U.N. | tell the committee | tell the United Nations | paperwork"
        " | told the world body | has reported | have reported | reported to"
        " | official statistics | committee | declarations | disclosed | notifying"
        " | Office of the Iraq Programme | Office of Iraq Programme | Office of the Iraq Program"
        " | Office of the Iraq | Office of Iraq | registered | the record | on file"
        " | on record | own report | own reports | own account | own figures | own count"
        " | own data | own admission"
        " | credits | credited | entry | entries | logged | booked | posted"
        " | officially | entered | books | ledger | owned up to | owns up to | own up to"
        " | filed | files | file"
        " | tabulated | recorded | records"
        " | notifies | informed the | informs"
        " | UN data | U.N. data | UN table | UN tally | U.N. tally | official tally | submission"
        " | submissions | communicated | UN records | U.N. records | UN statistics | UN list",
    ),
    (
        "estimated",
        "",
        "U.S. document | US document | US report | American report | figures from the ports"
        " | port figures | estimate | estimated | estimates | estimation | experts"
        " | panel of experts | Panel | analysis | satellite | satellite images"
        " | satellite imagery | think tank | institute | researchers | study | calculated"
        " | calculation | calculations | calculates | tallied | MSMT"
        " | Multilateral Sanctions Monitoring Team | monitoring team | monitors"
        " | UN panel | U.N. panel | UN experts | U.N. experts | the Panel | Panel of Experts"
        " | UN monitors | UN investigators | U.N. investigators"
        " | our model | our count | our estimate | we count | we reckon | a model | trackers"
        " | ship-watchers | watchers | ship-tracking | tracking data"
        " | the team writes | the team says | the team found | by the estimate | believed to"
        " | believed to have | thought to be | thought to have"
        " | panel | reckons | estimating | analysts"
        " | investigation | research | tracking | port data | price agency | AIS"
        " | load factor | at a load | load of | complaint | assessment | assessed"
        " | assumed | presumed | assesses | intelligence agency | spy agency | IAEA"
        " | intelligence officials"
        " | military intelligence | investigators | assuming | capacity of the"
        " | reckon | reckoned | reckoning | gauged | gauges | inferred | extrapolated | puts the"
        " | puts it | put the volume | put the total | put the amount | modelled | modeled"
        " | an estimated | estimated at | analysed | analyzed | imagery | images | satellites"
        " | a count of | one count | same count | their count",
    ),
    (
        "alleged",
        "",
        "White House | Kirby | spokesperson | spokesman | spokeswoman | officials | alleged"
        " | alleges | accused | accuses | charged | ambassador | envoy | envoys | prosecutors"
        " | sources"
        " | minister | claimed | claims | diplomats | diplomatic sources | industry sources"
        " | treasury | Treasury Department | State Department | indictment"
        " | Justice Department | Department of Justice | president | defector | lawmaker"
        " | lawmakers | Pentagon"
        " | foreign ministry | official | market participants | traders | brokers | insiders"
        " | people familiar | with knowledge of | lawyers | defence ministry"
        " | defense ministry | embassy | general | secretary of state | secretary of defense",
    ),
    (
        "court",
        "",
        "prosecutors | indictment | prosecutor | charged by | affidavit | court | courts | forfeit"
        " | forfeiture | lawsuit | civil complaint | grand jury | Department of Justice"
        " | Justice Department | attorney | judge",
    ),
    (
        "say",
        "",
        "said | says | say | told | reported | announced | according | stated | added"
        " | showed | shows | released | published | wrote | writes | revealed | revealed on"
        " | saying | charged | warned | spoke | adopted | voted | issued | announced on"
        " | unveiled | condemned | posted | passed unanimously | approved | imposed | met"
        " | meeting | seen | suggested | disclosed | called | calls | explained | noted"
        " | asked | quoted | cited",
    ),
    (
        "deny",
        "",
        "denied | denies | deny | denying | denial | rejected | rejects | dismissed"
        " | dismisses | refuted | refutes | brushed off | brushing off | no evidence"
        " | groundless | unfounded | retorted | fabricated | baseless | never sold"
        " | never exported | has at no time | at no time exported | false | rumors"
        " | rumours | slander | disputes | disputed | insisted | reject | rejecting"
        " | dismissing",
    ),
    (
        "illicit",
        "law",
        "disregarded | disregarding | illegal | illegally | illicit | illicitly | unlawful"
        " | unlawfully | in breach | in violation | violating | violation | violations"
        " | violated | in defiance | contrary to | against UN sanctions"
        " | against U.N. sanctions | circumvent | circumvented | circumventing | evade"
        " | evaded | evading | evasion | breach | breached | breaches"
        " | against United Nations sanctions | sanctions-busting | busting | flouting"
        " | flouted | defying | defied | improper | broke sanctions | skirt | skirting"
        " | dodge | dodging | bypass | bypassing | infringes | infringed"
        " | sanctions violations | violates | violate | contravention | run counter"
        " | runs counter | against sanctions | restrictions have been broken | get around"
        " | got around | hidden | in contravention | contravenes | contravened"
        " | contravening | contravene | sanctions breaches | breaking sanctions"
        " | infringement | in spite of sanctions | despite sanctions | despite the sanctions"
        " | despite UN sanctions | although UN sanctions | broken sanctions"
        " | break sanctions | breaks sanctions | allegations",
    ),
    (
        "illicit",
        "sea",
        "hull to hull | hull-to-hull | by night | ship-to-ship transfers | ship-to-ship transfer"
        " | smuggled | smuggling | smuggle"
        " | smugglers | smuggler | ship-to-ship | covertly | secretly | clandestine"
        " | clandestinely | ship to ship | black market | contraband | on the quiet"
        " | transfers at sea | at sea | forbidden transfer | from one vessel to another"
        " | from one ship to another | from other ships | offshore | hush-hush | on the sly"
        " | at night | secret transfers | on the high seas | high seas"
        " | in international waters | in the open sea | in open waters | mid-sea"
        " | from other vessels",
    ),
    (
        "ban",
        "",
        "banned | forbidden | prohibited | outlawed | ban | forbid | forbids | prohibits"
        " | prohibit | bans",
    ),
    (
        "theft",
        "",
        "hackers | hacker | hacked | hacking | hacks | hack | cyberattacks | cyberattack"
        " | cyber theft | cyber thefts | cyber heist | cyber heists | crypto heist | crypto heists"
        " | cyber attacks | cyber attack | cyber-enabled",
    ),
    (
        "loot",
        "",
        "stolen | stole | steal | steals | stealing | heist | heists | loot | looted | theft"
        " | thefts | robbed | siphoned",
    ),
    (
        "unreported",
        "",
        "has not declared | not declared | has not reported | not reported | did not report"
        " | skipped | blank | halted | stopped | suspended | no figures | silent"
        " | notified nobody | notified no one | without notifying | without telling | undeclared"
        " | without reporting | unreported | told nobody | kept from the UN | never notified"
        " | never reported | never declared | not declare | not notify | not report"
        " | not notified | yet to report | yet to declare",
    ),
    ("not", "", "not | no | never | without | nor | neither | hardly | denied | cannot | n't"),
)

MODIFIERS: tuple[Row, ...] = (
    (
        "modifier",
        "about",
        "about | some | around | roughly | almost | nearly | close to | approximately"
        " | approx | an estimated | estimated at | or so | circa | just under | just about"
        " | in the region of | the equivalent of about | on the order of"
        " | nearly as many as | or thereabouts",
    ),
    (
        "modifier",
        "over",
        "more than | over | at least | no fewer than | upwards of | upward of"
        " | slightly over | just over | exceeding | in excess of | no less than"
        " | not less than | or more | as a minimum | well over | a little over | upwards"
        " | north of | exceeded | exceeds | excess of | topped | surpassed | above | past"
        " | beyond | a minimum of | passing",
    ),
    ("modifier", "under", "less than | under | fewer than | below | short of | just short of"),
    (
        "modifier",
        "up_to",
        "as many as | up to | as much as | at most | no more than | not more than"
        " | a maximum of | must not exceed | may not exceed | could hold | not exceed"
        " | maximum of | not to exceed | at the most | more than a total of",
    ),
)

RESOLUTIONS: tuple[Row, ...] = (("resolution", "", "resolution | resolutions | UNSCR"),)

TABLES: tuple[tuple[Row, ...], ...] = (
    NUMBERS,
    UNITS,
    COUNTS,
    COMMODITIES,
    FLOW,
    LIMITS,
    SOURCES,
    MODIFIERS,
    TIMES,
    RESOLUTIONS,
    STATES,
)

FURNITURE = (
    "related", "read also", "read more", "most viewed", "advertisement", "sponsored",
    "we recommend", "subscribe", "posted in", "more from", "most popular", "for subscribers",
    "other headlines", "comments", "copyright", "©", "all rights reserved", "keep reading",
    "login", "log in", "sign up", "newsletter", "skip to content", "menu", "font size",
    "this website uses", "photo credit", "share this", "share on", "share via", "share:", "tags",
    "editor's pick", "more on this",
    "also read", "see also", "trending", "most read", "follow us", "contact us", "recommended",
    "markets:", "weather", "cookie", "hotline", "top stories", "latest news", "print", "e-mail",
    "popular", "promoted", "suggested", "editor’s pick", "license photo", "media id",
)  # fmt: skip
