"""English: States and bodies, by the names and adjectives that CLDR does not hold."""

Row = tuple[str, str, str]

STATES: tuple[Row, ...] = (
    (
        "state",
        "KP",
        "North Korea | North Korean | North Koreans | DPRK | N. Korea | N. Korean | N.K."
        " | NK | Pyongyang | the North | The North | North"
        " | Democratic People's Republic of Korea | Kim Jong Un | Kim Jong-un | Kim"
        " | hermit kingdom | hermit state | reclusive state | reclusive nation | reclusive country"
        " | isolated state | isolated country | isolated nation | secretive state | Norks"
        " | N Korea | N Korean | NKorea | Nampo | Nampho"
        " | Yalu | Tumen River | Chongjin | Rason | Rajin | Najin | Wonsan | Sinuiju | DPRK's",
    ),
    (
        "state",
        "KR",
        "South Korea | South Korean | South Koreans | Seoul | Pohang | Busan | Incheon"
        " | Yeosu | the South | The South"
        " | S. Korea | S. Korean | Republic of Korea | ROK | S Korea | Yonhap",
    ),
    (
        "state",
        "RU",
        "Russia | Russian | Russians | Moscow | Kremlin | Russian Federation | Putin"
        " | Vladivostok | Vostochny | Wagner | Russia's",
    ),
    (
        "state",
        "CN",
        "China | Chinese | Beijing | PRC | Ningbo | Zhoushan | Ningbo-Zhoushan | Dalian | Dandong"
        " | Lianyungang | Hunchun | Qingdao | Yantai | Yingkou | Bayuquan"
        " | People's Republic of China | mainland China",
    ),
    (
        "state",
        "US",
        "United States | American | Americans | Washington | US | U.S. | White House"
        " | State Department | Pentagon | Treasury | Treasury Department | Trump | Biden"
        " | National Security Council | Justice Department | US Treasury",
    ),
    ("state", "JP", "Japan | Japanese | Tokyo"),
    ("state", "GB", "Britain | British | United Kingdom | London | UK | U.K."),
    ("state", "FR", "France | French | Paris"),
    ("state", "DE", "Germany | German | Berlin"),
    ("state", "IR", "Iran | Iranian | Iranians | Tehran | Islamic Republic | Teheran"),
    ("state", "IQ", "Iraq | Iraqi | Baghdad"),
    ("state", "LY", "Libya | Libyan | Tripoli | Haftar | Benghazi | Tobruk"),
    ("state", "SY", "Syria | Syrian | Damascus"),
    ("state", "YE", "Yemen | Yemeni | Houthis | Houthi | Huthi | Huthis | Sanaa | Ansar Allah"),
    ("state", "SO", "Somalia | Somali | al-Shabaab | Al-Shabaab | Mogadishu | Shabaab"),
    ("state", "SD", "Sudan | Sudanese | Khartoum | Darfur | RSF | Rapid Support Forces"),
    ("state", "SS", "South Sudan | South Sudanese | Juba"),
    (
        "state",
        "CD",
        "Congo | Congolese | DRC | DR Congo | Kinshasa | North Kivu"
        " | Democratic Republic of the Congo",
    ),
    ("state", "CF", "Central African Republic"),
    ("state", "UA", "Ukraine | Ukrainian | Ukrainians | Kyiv | Kiev"),
    ("state", "TW", "Taiwan | Taiwanese | Taipei"),
    ("state", "HK", "Hong Kong"),
    ("state", "SG", "Singapore | Singaporean"),
    ("state", "VN", "Vietnam | Vietnamese | Hanoi"),
    ("state", "IN", "India | Indian | New Delhi"),
    ("state", "IL", "Israel | Israeli"),
    ("state", "TR", "Turkey | Turkish | Ankara"),
    ("state", "AE", "United Arab Emirates | UAE | Emirati | Emirates | Dubai | Abu Dhabi"),
    ("state", "SA", "Saudi Arabia | Saudi | Riyadh"),
    ("state", "ER", "Eritrea | Eritrean | Asmara"),
    ("state", "RW", "Rwanda | Rwandan | Kigali"),
    ("state", "LB", "Lebanon | Lebanese | Hezbollah | Beirut"),
    ("state", "ML", "Mali | Malian | Bamako"),
    ("state", "ET", "Ethiopia | Ethiopian"),
    ("state", "AU", "Australia | Australian | Canberra"),
    ("state", "CA", "Canada | Canadian"),
    ("state", "NZ", "New Zealand"),
    ("state", "ID", "Indonesia | Indonesian"),
    ("state", "MY", "Malaysia | Malaysian"),
    ("state", "MM", "Myanmar | Burma | Burmese"),
    ("state", "MN", "Mongolia | Mongolian"),
    ("state", "PH", "Philippines | Philippine | Filipino"),
    ("state", "TH", "Thailand | Thai"),
    ("state", "IT", "Italy | Italian"),
    ("state", "ES", "Spain | Spanish"),
    ("state", "NL", "Netherlands | Dutch"),
    ("state", "CH", "Switzerland | Swiss"),
    ("state", "MT", "Malta | Maltese"),
    ("state", "EG", "Egypt | Egyptian | Cairo"),
    ("state", "VE", "Venezuela | Venezuelan | Caracas"),
    ("state", "CU", "Cuba | Cuban"),
    ("state", "PK", "Pakistan | Pakistani"),
    ("state", "AF", "Afghanistan | Afghan | Taliban"),
    ("state", "BY", "Belarus | Belarusian | Minsk"),
    ("state", "PL", "Poland | Polish"),
    ("state", "RS", "Serbia | Serbian"),
    ("state", "KH", "Cambodia | Cambodian"),
    ("state", "LA", "Laos | Laotian"),
    ("state", "MZ", "Mozambique | Mozambican"),
    ("state", "NG", "Nigeria | Nigerian"),
    ("state", "TZ", "Tanzania | Tanzanian"),
    ("state", "UG", "Uganda | Ugandan"),
    ("state", "KE", "Kenya | Kenyan"),
    ("state", "ZA", "South Africa | South African"),
    ("state", "SN", "Senegal | Senegalese"),
    ("state", "PA", "Panama | Panamanian"),
    ("state", "BZ", "Belize"),
    ("state", "OM", "Oman | Omani"),
    ("state", "QA", "Qatar | Qatari | Doha"),
    ("state", "KW", "Kuwait | Kuwaiti"),
    (
        "state",
        "UN",
        "United Nations | UN | U.N. | UNSC | Security Council | sanctions committee"
        " | Panel of Experts | panel of experts | U.N. panel | UN panel | UN experts"
        " | U.N. experts | UN investigators | U.N. investigators | the Panel | UN monitors"
        " | UN Security Council | U.N. Security Council | U.N. report | UN report"
        " | U.N. Security Council report | UN Security Council report",
    ),
    ("state", "EU", "European Union | EU | Brussels"),
    ("state", "MSMT", "Multilateral Sanctions Monitoring Team | MSMT"),
    (
        "state",
        "NGO",
        "Royal United Services Institute | RUSI | Conflict Armament Research"
        " | Center for Advanced Defense Studies | Human Rights Watch"
        " | Amnesty International",
    ),
    (
        "nothing",
        "",
        "for the month of | in the month of | during the month of | over the month of | given up"
        " | give up | giving up | gave up | gives up | taken together | take place"
        " | took place | taken place | takes place | take effect | takes effect"
        " | took effect | in place | take part | took part | take steps | take action"
        " | carried out | carry out | carries out | carrying out | carried on | carry on"
        " | left behind | left open | gone by | went by | come into force | came into force"
        " | comes into force | go on | goes on",
    ),
    (
        "tests",
        "",
        "missile and nuclear tests | missile launch | missile test | missile tests"
        " | missile launches | missile programme | missile program | missile programmes"
        " | missile programs | nuclear and missile programmes"
        " | nuclear and missile programs | nuclear and missile tests | nuclear and missile"
        " | nuclear and ballistic missile | missile development | weapons programs"
        " | weapons programmes | weapons program | weapons programme"
        " | weapons of mass destruction | nuclear weapons | nuclear arms | arms programs"
        " | arms programmes | arms program | intercontinental ballistic missile"
        " | arms control | intercontinental missile | missile provocations"
        " | ballistic missile launches | ballistic missile tests | ballistic missile test"
        " | ballistic missile launch | missile arsenal | nuclear weapon"
        " | missile activities | missile activity | weapons tests | atomic weapons"
        " | nuclear and missile programme | nuclear and missile program"
        " | nuclear and ballistic missile programs"
        " | nuclear and ballistic missile programmes | long-range missile | missile firing"
        " | ballistic missile programs | arms race | intercontinental ballistic missiles"
        " | ICBM | ICBMs | nuclear missile | arms inspectors",
    ),
    ("earn", "", "earn | earned | earning | earns | posing as | employ | employs | hired | toil"),
    (
        "troops",
        "",
        "troops | soldiers | servicemen | combatants | sappers | special forces | infantry"
        " | commandos | paratroopers | combat engineers | contingent | fighters",
    ),
    (
        "toil",
        "",
        "student visas | work permits | permits | newcomers | labor programs | labour programmes"
        " | building sites | building site | construction sites | labor programmes | workforce"
        " | work crews | loggers | student trainees | studying | trainees",
    ),
    (
        "give",
        "v",
        "flying | flew | flown | airlifted | ferried | ferrying | trucking | railed | deployed"
        " | sneaked | slipped | lent",
    ),
    ("commodity", "arms", "ballistic missile systems | missile systems | rocket systems"),
    ("commodity", "other", "fishing rights | gravel | soil | earth"),
    (
        "nostate",
        "",
        "Korean Peninsula | Korean peninsula | Sea of Japan | South China Sea"
        " | East China Sea | New York | Washington Post | New York Times | Financial Times"
        " | Korea Customs Service | Moscow Times | Japan Times | Kim & Chang"
        " | Straits Times | North Atlantic | North America | North Africa | Korea Times"
        " | North Hamgyong | Voice of America | South Africa | North Sea | Korea Herald"
        " | American Samoa | North Rhine | South America | Global South | global South"
        " | China Sea | Washington Post's | Kim Il Sung | Wall Street Journal",
    ),
    (
        "flag",
        "",
        "flag | flagged | registered | owned | chartered | tanker | tankers | vessel"
        " | vessels | ship | ships | company | firm | firms | trader | ports | port"
        " | waters | boat | boats | barges | nationals | crew | ambassador | official"
        " | officials | diplomats | citizens | businessmen | media | embassy | economy"
        " | peninsula | president | leader | minister | troops | border | border guard"
        " | presidency | invasion | army | navy | captain | bank | banks | charterer"
        " | newspaper | agency | charter | agent | agents | traders | broker | brokers"
        " | national | citizen | operator | operators | owner | owners | insurer"
        " | intelligence | shipping agent | shipping company | shipping firm | middleman"
        " | middlemen | intermediary | intermediaries | front companies | front company"
        " | companies | entities | entity | individual | individuals | subsidiary | freighter"
        " | freighters | carrier | crews | crewmen | sailors | customs men | spies | hackers"
        " | experts | expert | lawmaker | lawmakers | police | court | courts | coast guard",
    ),
)
