"""French. An asterisk stands for any ending."""

Row = tuple[str, str, str]

DECIMAL = ","

TABLES: tuple[tuple[Row, ...], ...] = (
    (
        ("article", "1", "un | une"),
        ("num", "2", "deux"),
        ("num", "3", "trois"),
        ("num", "4", "quatre"),
        ("num", "5", "cinq"),
        ("num", "6", "six"),
        ("num", "7", "sept"),
        ("num", "8", "huit"),
        ("num", "9", "neuf"),
        ("num", "10", "dix"),
        ("num", "20", "vingt"),
        ("half", "0.5", "demi | demi-million"),
        ("scale", "1000", "mille"),
        ("scale", "1000000", "million | millions | M"),
        ("scale", "1000000000", "milliard | milliards"),
        ("vague", "2:9", "plusieurs | quelques"),
        ("vague_scale", "1000:2000:9999", "milliers | des milliers"),
        ("vague_scale", "12:24:99", "dizaines | des dizaines"),
        ("vague_scale", "100:200:999", "centaines | des centaines"),
        ("unit", "bbl", "barils par jour | barils | baril | b/j"),
        ("unit", "t", "tonnes | tonne | t"),
        ("unit", "kg", "kg | kilos | kilogrammes"),
        ("unit", "L", "litres"),
        ("unit", "m3", "mètres cubes | m3"),
        ("unit", "gal_us", "gallons"),
        ("unit", "percent", "pour cent"),
        ("unit", "USD", "dollars | dollar | dollars américains"),
        (
            "count",
            "arms:moved",
            "conteneurs | obus | missiles | roquettes | drones | munitions | fusées",
        ),
        ("count", "other:moved", "soldats | militaires | hommes"),
        ("count", "workers:stock", "travailleurs | ouvriers"),
        (
            "count",
            "petroleum:event",
            "livraisons | cargaisons | transferts | navires | pétroliers | tankers"
            " | escales | voyages | fois | transbordements | expéditions",
        ),
    ),
    (
        (
            "commodity",
            "refined_petroleum",
            "pétrole raffiné | produits pétroliers | produits raffinés | essence | diesel"
            " | gazole | kérosène | carburant | carburants | produits pétroliers raffinés"
            " | fioul | raffiné | raffinés | carburant* | fuel | mazout | combustible*"
            " | dérivés du pétrole | produits dérivés | brut raffiné | naphta",
        ),
        ("commodity", "crude_oil", "pétrole brut | brut"),
        ("commodity", "petroleum", "pétrole"),
        ("commodity", "coal", "charbon | anthracite"),
        ("commodity", "iron_ore", "minerai de fer"),
        (
            "commodity",
            "seafood",
            "fruits de mer | produits de la mer | poisson | crabe* | calmar*",
        ),
        ("commodity", "textiles", "textile | textiles"),
        (
            "commodity",
            "luxury_goods",
            "produits de luxe | articles de luxe | luxe | limousine* | berlines | biens de luxe",
        ),
        (
            "commodity",
            "arms",
            "armes | armement | armements | munitions | missiles | obus | roquettes"
            " | drones | matériel militaire | équipements militaires | artillerie"
            " | conteneurs | armement* | missile | matériel de guerre | fusils | explosifs"
            " | missiles balistiques | systèmes antiaériens | arsenal",
        ),
        (
            "tests",
            "",
            "armes nucléaires | essai nucléaire | essais nucléaires | tir de missile"
            " | tirs de missiles | missile intercontinental | programme nucléaire"
            " | arme nucléaire | programmes nucléaire",
        ),
        (
            "commodity",
            "workers",
            "travailleurs | main-d'œuvre | ouvriers | travailleur* | ouvrier*",
        ),
        ("commodity", "uranium", "uranium"),
        ("commodity", "heavy_water", "eau lourde"),
        ("commodity", "money", "cryptomonnaies | cryptomonnaie | cryptoactifs"),
        ("commodity", "other", "gaz | soldats | troupes | sable | droits de pêche"),
        (
            "commodity",
            "untracked",
            "riz | blé | acier | sucre | maïs | céréales | émissions | cobalt",
        ),
        ("cartel", "", "Opep | OPEP"),
        (
            "theft",
            "",
            "volé | vol* de cryptomonnaies | dérobé | pirates informatiques | vol* pour"
            " | volé* | pirat* | hackers | dérob* | cyberattaque*",
        ),
    ),
    (
        (
            "give",
            "v",
            "livr* | export* | fourni* | vendu* | vend* | envoy* | expédi* | transfér*"
            " | achemin* | fournit | pris le chemin | parti* | exportations | ventes"
            " | remis* | transbord* | arriv* | cédé* | débarqu* | livré* | transféré*"
            " | remis | donné | cédé | déchargé* | acheminé* | expédié* | exporté*"
            " | envoyé* | passé à | approvisionn* | ravitaill* | déploy* | offert"
            " | destination | gagn* la Corée",
        ),
        (
            "take",
            "v",
            "import* | achet* | reçu* | reçoi* | acqui* | obten* | fait venir"
            " | s'est procuré | importations | importé* | importe | obtenu* | acheté*"
            " | acquis | acquéri* | procur* | réceptionn*",
        ),
        ("from", "from", "de | depuis | d | du | en provenance de | par | des"),
        ("to", "to", "à | vers | pour | au | aux | à destination de | jusqu'à"),
        ("both", "", "les deux pays | ensemble | tous deux | à eux deux"),
        ("respectively", "", "respectivement"),
        ("worth", "", "d'une valeur de | valeur | recettes"),
        ("programme", "", "pétrole contre nourriture"),
        ("total", "", "au total | total | cumulé | en tout | cumul"),
        (
            "cap",
            "n",
            "un maximum de | au maximum | plafond | limite | limites | limité* | plafonn*"
            " | maximum | quota | autorise* | permet | tolère | autoris* | restreint"
            " | seuil | permis* | plafonne* | plafonné* | limitant | quotas"
            " | ne peuvent dépasser | ne peut dépasser | ne doit pas dépasser"
            " | ne doivent pas dépasser | ne peuvent excéder | ne peut excéder | permis"
            " | tolér* | restrein*",
        ),
        ("cap_rule", "", "résolution | résolutions | sanctions | Conseil de sécurité"),
        (
            "beyond",
            "",
            "dépass* | excéd* | au-delà | fois le plafond | viol* | bien plus | davantage",
        ),
        (
            "rise",
            "",
            "hausse | augment* | progress* | de plus | supplémentaires | bond* | grimp*"
            " | accru | cru de | croissance | supérieur*",
        ),
        (
            "fall",
            "",
            "baisse | recul* | diminu* | chut* | de moins | réduction | baiss* | rédui*"
            " | inférieur*",
        ),
        (
            "stock",
            "",
            "production | stocks | réserves | capacité | consommation | prix | besoins"
            " | obligations | stockage | puisés | produit | produits par jour | extrait"
            " | capacité* | cours | raffinerie*",
        ),
        ("elsewhere", "", "dans le monde | monde entier"),
        ("spent", "", "abatt* | tir* | lanc*"),
        ("plan", "", "propos* | projet | demand* | prévoi* | envisag*"),
        ("convert", "", "pourraient contenir | équivaudrait"),
        ("vessel", "", "pétrolier | pétroliers | navire | navires | tankers | tanker"),
    ),
    (
        (
            "reported",
            "",
            "comité des sanctions | déclar* | notifi* | douanes | chiffres officiels"
            " | comité | site de l'Onu | statistiques | signalé* | déclarations"
            " | données officielles | informé l'ONU | informé le comité"
            " | informé les Nations unies | a informé | fait état | rapporté au comité"
            " | communiqué à l'ONU | communiqué au comité | transmis à l'ONU"
            " | données de l'ONU | données du comité | chiffres du comité"
            " | chiffres de l'ONU | site du comité | site Internet | site internet"
            " | tableau du comité | tableau de l'ONU | douane | douanières | douanier*"
            " | relevés | registre | recens* | consign* | notifié* | notification*"
            " | indiqué au comité | indiqué à l'ONU | statistiques officielles",
        ),
        (
            "estimated",
            "",
            "estim* | experts | étude | calcul* | groupe d'experts | satellite* | analys*"
            " | supposant | chercheurs | évalu* | document américain | document | plainte"
            " | estimations | enquête | images satellite | images satellitaires"
            " | satellitaire* | satellites | think tank | institut | selon les experts"
            " | rapport d'experts | panel d'experts | MSMT | analystes",
        ),
        (
            "alleged",
            "",
            "aurait | auraient | Maison Blanche | porte-parole | accus* | affirm*"
            " | responsables | ministre | ambassadeur | assur* | ambassad* | responsable*"
            " | renseignement* | diplomat* | sources | soupçon* | procureur* | Kirby"
            " | président | département d'État | dénonc* | présumé* | prétend*",
        ),
        (
            "say",
            "",
            "a dit | a déclaré | selon | a annoncé | indiqu* | rapport* | d'après"
            " | a indiqué | évoqu* | affirm* | rapporté | déclaré | indiqué | dit | assur*"
            " | soutien* | soutenu | précis* | ajouté | expliqu* | annonc* | écrit"
            " | estime-t-on | révél* | soulign* | dénonc*",
        ),
        (
            "deny",
            "",
            "dément* | rejet* | ni* | réfut* | conteste* | les preuves manquent"
            " | preuves manquent | dément | démenti* | démentent | nie | nié | nient"
            " | rejeté | rejette* | contest* | infondé* | sans fondement | mensong*"
            " | fabriqué* | calomni* | absurde* | récus* | balayé",
        ),
        (
            "illicit",
            "law",
            "illégal* | illicite* | violation* | en violation | contourn* | enfrein*"
            " | au mépris | violation | viol* | illicit* | enfrei* | enfreint"
            " | en dépit des sanctions | malgré les sanctions | contrevien* | contraven*"
            " | frauduleu* | prohib* | interdit*",
        ),
        (
            "illicit",
            "sea",
            "contrebande | transbordement* | d'un navire à l'autre | en haute mar"
            " | en haute mer | en mer | clandestin* | haute mar | haute mer"
            " | de navire à navire | contreband* | en secret | secrètement | de nuit"
            " | en pleine mer | bord à bord",
        ),
        ("ban", "", "interdi* | prohib*"),
        ("condition", "", "doi* | devra* | si"),
        ("resolution", "", "résolution | résolutions"),
        ("modifier", "about", "environ | quelque | près de | autour de | à peu près | presque"),
        ("modifier", "over", "plus de | au moins | au minimum | supérieur à"),
        ("modifier", "under", "moins de | inférieur à"),
        ("modifier", "up_to", "jusqu'à | au plus | maximum de | un maximum de | au maximum"),
    ),
    (
        ("month", "1", "janvier"),
        ("month", "2", "février"),
        ("month", "3", "mars"),
        ("month", "4", "avril"),
        ("month", "5", "mai"),
        ("month", "6", "juin"),
        ("month", "7", "juillet"),
        ("month", "8", "août"),
        ("month", "9", "septembre"),
        ("month", "10", "octobre"),
        ("month", "11", "novembre"),
        ("month", "12", "décembre"),
        (
            "year",
            "-1",
            "an dernier | année dernière | an passé | l'année passée | année précédente"
            " | l'an dernier | l'année dernière | l'an passé",
        ),
        (
            "year",
            "0",
            "depuis le début de l'année | depuis le début de cette année | cette année"
            " | année en cours | de l'année | depuis janvier",
        ),
        ("year", "1", "année prochaine | an prochain"),
        ("monthrel", "-1", "mois dernier | le mois passé"),
        ("monthrel", "0", "ce mois-ci | ce mois"),
        (
            "back",
            "-12",
            "un an plus tôt | un an auparavant | l'année précédente | l'année d'avant"
            " | un an avant | un an plus tôt | un an auparavant | il y a un an"
            " | même période de l'année précédente",
        ),
        (
            "back",
            "-1",
            "un mois plus tôt | un mois auparavant | le mois précédent | le mois d'avant"
            " | mois précédent | un mois plus tôt",
        ),
        ("part", "h1", "premier semestre"),
        ("part", "h2", "second semestre | deuxième semestre"),
        ("part", "q1", "premier trimestre"),
        ("part", "q2", "deuxième trimestre"),
        ("part", "q3", "troisième trimestre"),
        ("part", "q4", "quatrième trimestre | dernier trimestre"),
        ("firstn", "", "premiers | premières"),
        ("months", "", "mois"),
        ("rate", "day", "par jour"),
        ("rate", "month", "par mois"),
        ("rate", "year", "par an | annuel | annuels | pour une année entière | par année"),
    ),
    (
        (
            "state",
            "KP",
            "Corée du Nord | nord-coréen* | Pyongyang | RPDC | nord-coréenne | Kim Jong-un"
            " | Kim Jong Un",
        ),
        ("state", "KR", "Corée du Sud | sud-coréen* | Séoul"),
        ("state", "RU", "Russie | russe* | Moscou | Kremlin"),
        ("state", "CN", "Chine | chinois* | Pékin"),
        (
            "state",
            "US",
            "États-Unis | Etats-Unis | américain* | Washington | Maison Blanche | Kirby"
            " | département d'État | Pentagone | Trésor américain | Biden | Trump",
        ),
        ("state", "JP", "Japon | japonais* | Tokyo"),
        ("state", "GB", "Royaume-Uni | britannique* | Londres"),
        ("state", "FR", "France | français*"),
        ("state", "IR", "Iran | iranien* | Téhéran"),
        ("state", "IQ", "Irak | irakien* | Bagdad"),
        ("state", "UA", "Ukraine | ukrainien* | Kiev | Kyiv"),
        ("state", "UN", "Nations unies | ONU | Onu | Conseil de sécurité | groupe d'experts"),
        ("nostate", "", "NHK WORLD-JAPAN | Radio France | péninsule coréenne"),
        ("flag", "", "pavillon | navire | société | port | ports | entreprise"),
        ("num", "11", "onze"),
        ("num", "12", "douze"),
        ("num", "15", "quinze"),
        ("num", "30", "trente"),
        ("num", "40", "quarante"),
        ("num", "50", "cinquante"),
        ("num", "60", "soixante"),
        ("num", "100", "cent | cents"),
        ("vague_scale", "1000000:2000000:9999999", "millions | des millions"),
        (
            "vague_scale",
            "100000:200000:999999",
            "centaines de milliers | des centaines de milliers",
        ),
        (
            "vague_scale",
            "10000:20000:99999",
            "dizaines de milliers | des dizaines de milliers",
        ),
        ("troops", "", "soldats | troupes | militaires"),
        ("arm", "", "armer | arme la | armant"),
        ("state", "LY", "Libye | libyen* | Tripoli"),
        ("state", "YE", "Yémen | yéménite* | Houthis | houthis"),
        ("state", "SY", "Syrie | syrien* | Damas"),
        ("take", "n", "achat | achats | acquisition | acquisitions"),
    ),
)

FURNITURE = (
    "imprimer", "partager", "newsletter", "lire aussi", "les actualités", "©", "s'abonner",
    "à lire", "commentaires", "nhk world", "haut de page", "sur le même sujet", "le plus lu",
)  # fmt: skip
