"""Spanish. An asterisk stands for any ending."""

Row = tuple[str, str, str]

DECIMAL = ","

TABLES: tuple[tuple[Row, ...], ...] = (
    (
        ("article", "1", "un | una"),
        ("num", "1", "uno"),
        ("num", "2", "dos"),
        ("num", "3", "tres"),
        ("num", "4", "cuatro"),
        ("num", "5", "cinco"),
        ("num", "6", "seis"),
        ("num", "7", "siete"),
        ("num", "8", "ocho"),
        ("num", "9", "nueve"),
        ("num", "10", "diez"),
        ("num", "20", "veinte"),
        ("half", "0.5", "medio | media"),
        ("scale", "1000", "mil"),
        ("scale", "1000000", "millón | millones | M"),
        ("scale", "1000000000", "mil millones"),
        ("vague", "2:9", "varios | algunos"),
        ("vague_scale", "1000:2000:9999", "miles"),
        ("vague_scale", "12:24:99", "decenas"),
        ("unit", "bbl", "barriles diarios | barriles al día | barriles | barril | bpd"),
        ("unit", "t", "toneladas | tonelada | t | toneladas métricas"),
        ("unit", "kg", "kg | kilos | kilogramos"),
        ("unit", "L", "litros"),
        ("unit", "m3", "metros cúbicos"),
        ("unit", "gal_us", "galones"),
        ("unit", "percent", "por ciento"),
        ("unit", "USD", "dólares | dólares estadounidenses | USD"),
        (
            "count",
            "arms:moved",
            "contenedores | proyectiles | misiles | cohetes | drones | obuses | granadas"
            " | municiones",
        ),
        ("count", "other:moved", "soldados | militares | efectivos | tropas"),
        ("count", "workers:stock", "trabajadores | obreros"),
        (
            "count",
            "petroleum:event",
            "entregas | envíos | cargamentos | viajes | transferencias | buques"
            " | petroleros | ocasiones | veces | trasvases | trayectos | barcos",
        ),
    ),
    (
        (
            "commodity",
            "refined_petroleum",
            "petróleo refinado | productos refinados | productos petrolíferos"
            " | productos derivados del petróleo | derivados del petróleo | gasolina"
            " | diésel | gasóleo | queroseno | combustible | combustibles | refinado"
            " | refinados | productos de petróleo | gasoil | derivados",
        ),
        ("commodity", "crude_oil", "crudo | petróleo crudo"),
        ("commodity", "petroleum", "petróleo | hidrocarburos"),
        ("commodity", "coal", "carbón | antracita"),
        ("commodity", "iron_ore", "mineral de hierro"),
        ("commodity", "seafood", "marisco | mariscos | pescado"),
        ("commodity", "textiles", "textiles | textil"),
        ("commodity", "luxury_goods", "artículos de lujo | bienes de lujo | lujo"),
        (
            "commodity",
            "arms",
            "armas | armamento | municiones | munición | misiles | cohetes | proyectiles"
            " | artillería | drones | material militar | equipo militar"
            " | equipamiento militar | obuses",
        ),
        (
            "tests",
            "",
            "armas nucleares | lanzamiento de misiles | prueba nuclear | pruebas nucleares"
            " | ensayo nuclear | programa de misiles | misil intercontinental"
            " | misil balístico intercontinental | arma nuclear | ensayos nucleares"
            " | lanzamiento de un misil | armas de destrucción masiva",
        ),
        ("commodity", "workers", "trabajadores | norcoreanos empleados | mano de obra | obreros"),
        ("commodity", "uranium", "uranio"),
        ("commodity", "heavy_water", "agua pesada"),
        ("commodity", "money", "criptomonedas | criptoactivos | criptodivisas"),
        (
            "commodity",
            "other",
            "gas natural | soldados | tropas | cobre | gas licuado | maquinaria | metales",
        ),
        (
            "commodity",
            "untracked",
            "arroz | trigo | acero | azúcar | maíz | emisiones | cereales | salario | alimentos",
        ),
        ("cartel", "", "OPEP"),
        ("theft", "", "robó | robado | robaron | piratas informáticos"),
    ),
    (
        (
            "give",
            "v",
            "exportó | exporta* | export* | envió | envi* | suministr* | vendió | vendi*"
            " | vende* | entreg* | llegó | llegaron | llegado | llegar | proporcion*"
            " | transfir* | transfer* | mand* | provey* | pas* a | despach* | vent*"
            " | ventas | embarc* | contraband* | trasvas* | armar | arma a | salió"
            " | salieron | remit*",
        ),
        (
            "take",
            "v",
            "import* | compr* | recib* | obtuv* | obten* | adquir* | consegu* | conseguido"
            " | importaciones",
        ),
        ("from", "from", "de | desde | procedente de | procedentes de | del | por"),
        ("to", "to", "a | al | para | hacia | hasta | con destino a"),
        (
            "both",
            "",
            "ambos | ambos países | los dos países | juntos | entre los dos | entre ambos",
        ),
        ("respectively", "", "respectivamente"),
        ("worth", "", "por valor de | valor | ingresos"),
        ("programme", "", "petróleo por alimentos"),
        ("total", "", "en total | total | totales | sumado | acumulado | conjunto"),
        (
            "cap",
            "n",
            "un máximo de | máximo de | como máximo | tope | límite | límites | limita"
            " | limit* | máximo | máxima | cuota | techo | permite | permit* | autoriza"
            " | restring* | deja en | no más de | rebaj* | cupo | fija en | marca | máximos"
            " | restricción",
        ),
        ("cap_rule", "", "resolución | resoluciones | sanciones | Consejo de Seguridad | ONU"),
        (
            "beyond",
            "",
            "super* | exced* | por encima | más de lo | sobrepas* | saltarse | viol*"
            " | incumpl* | rebas*",
        ),
        ("rise", "", "aument* | subi* | increment* | creci* | crec* | más que | alza"),
        ("fall", "", "cay* | descend* | baj* | reduc* | disminu* | menos que | caída | descenso"),
        (
            "stock",
            "",
            "producción | produc* | reservas | existencias | capacidad | consumo | precio"
            " | precios | demanda | necesidades | necesita",
        ),
        ("elsewhere", "", "en todo el mundo | al resto del mundo"),
        ("spent", "", "derrib* | dispar* | lanz*"),
        ("plan", "", "propuesta | propon* | proyecto | pidi* | quier* | planea* | borrador"),
        ("convert", "", "equivaldría* | cabrían | podrían contener"),
        ("vessel", "", "petrolero | petroleros | buque | buques | barco | barcos"),
    ),
    (
        (
            "reported",
            "",
            "comité | declar* | notific* | aduanas | datos oficiales"
            " | estadísticas oficiales | página web | estadísticas | informó al"
            " | comunic* al | remitió | web de | sitio web | datos publicados",
        ),
        (
            "estimated",
            "",
            "estim* | expertos | estudio | informe | calcul* | panel de expertos | satélite"
            " | análisis | centros de estudios | investigación | analistas",
        ),
        (
            "alleged",
            "",
            "habría | habrían | Casa Blanca | portavoz | acus* | funcionarios | aseguró"
            " | embajador*"
            " | ministro | según fuentes",
        ),
        (
            "say",
            "",
            "dijo | afirmó | señaló | según | anunció | aprobó | publicó | informó | difundió",
        ),
        ("deny", "", "neg* | desmint* | rechaz* | absurdas | falsas | desmiente"),
        (
            "illicit",
            "law",
            "ilegal* | ilícit* | violación | violaciones | violando | incumpli* | burl*"
            " | elud* | saltarse | vulner* | en contra de las sanciones | evadir | evasión",
        ),
        (
            "illicit",
            "sea",
            "contrabando | trasvase* | alta mar | de barco a barco | entre buques | clandestin*",
        ),
        ("ban", "", "prohib* | veta*"),
        ("condition", "", "debe* | deber* | tendrán que | si | podr* vender"),
        ("resolution", "", "resolución | resoluciones"),
        (
            "modifier",
            "about",
            "unos | unas | alrededor de | cerca de | aproximadamente | casi | en torno a | cerca",
        ),
        (
            "modifier",
            "over",
            "más de | al menos | por encima de | superior a | como mínimo | superiores a",
        ),
        ("modifier", "under", "menos de | inferior a | por debajo de"),
        (
            "modifier",
            "up_to",
            "hasta | hasta los | como máximo | un máximo de | no más de | máximo de",
        ),
    ),
    (
        ("month", "1", "enero"),
        ("month", "2", "febrero"),
        ("month", "3", "marzo"),
        ("month", "4", "abril"),
        ("month", "5", "mayo"),
        ("month", "6", "junio"),
        ("month", "7", "julio"),
        ("month", "8", "agosto"),
        ("month", "9", "septiembre | setiembre"),
        ("month", "10", "octubre"),
        ("month", "11", "noviembre"),
        ("month", "12", "diciembre"),
        ("year", "-1", "año pasado | pasado año | el año anterior"),
        ("year", "-2", "antepasado año"),
        (
            "year",
            "0",
            "en lo que va de año | desde principios de año | desde comienzos de año"
            " | desde el comienzo del año | este año | presente año | año en curso | año actual",
        ),
        ("year", "1", "próximo año | año próximo | año que viene"),
        ("monthrel", "-1", "mes pasado | pasado mes"),
        ("monthrel", "0", "este mes"),
        (
            "back",
            "-12",
            "un año antes | hace un año | mismo período del año anterior"
            " | mismo periodo del año anterior | mismo período del año pasado"
            " | mismo periodo del año pasado | año anterior",
        ),
        ("back", "-1", "mes anterior | un mes antes"),
        ("back", "rest", "resto del año"),
        ("part", "h1", "primer semestre | primera mitad"),
        ("part", "h2", "segundo semestre | segunda mitad"),
        ("part", "q1", "primer trimestre"),
        ("part", "q2", "segundo trimestre"),
        ("part", "q3", "tercer trimestre"),
        ("part", "q4", "cuarto trimestre | último trimestre"),
        ("firstn", "", "primeros"),
        ("months", "", "meses"),
        ("rate", "day", "al día | diarios | por día | diarias"),
        ("rate", "month", "al mes | mensuales | por mes"),
        ("rate", "year", "al año | anuales | anual | por año"),
    ),
    (
        (
            "state",
            "KP",
            "Corea del Norte | norcorean* | Pyongyang | Pionyang | RPDC | el Norte | Norte"
            " | régimen norcoreano",
        ),
        ("state", "KR", "Corea del Sur | surcorean* | Seúl"),
        ("state", "RU", "Rusia | rus* | Moscú | Kremlin"),
        ("state", "CN", "China | chin* | Pekín"),
        (
            "state",
            "US",
            "Estados Unidos | EEUU | EE UU | EE. UU. | estadounidense* | Washington | Casa Blanca",
        ),
        ("state", "JP", "Japón | japon* | Tokio"),
        ("state", "GB", "Reino Unido | británic* | Londres"),
        ("state", "FR", "Francia | franc*"),
        ("state", "IR", "Irán | iraní* | Teherán"),
        ("state", "IQ", "Irak | iraquí* | Bagdad"),
        ("state", "UA", "Ucrania | ucranian* | Kiev"),
        ("state", "SG", "Singapur"),
        ("state", "UN", "Naciones Unidas | ONU | Consejo de Seguridad"),
        ("nostate", "", "New York Times | The New York Times | Nueva York"),
        ("flag", "", "bandera | empresa | empresas | buque | petrolero | puerto | con sede"),
    ),
)

FURNITURE = (
    "noticias relacionadas", "suscríbase", "compartir", "lo más leído", "leer más", "©",
    "boletín", "aviso legal", "comentarios", "síguenos", "última hora", "te puede interesar",
    "relacionad",
)  # fmt: skip
