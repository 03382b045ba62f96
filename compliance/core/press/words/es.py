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
        ("vague_scale", "12:24:99", "decenas | docenas"),
        (
            "unit",
            "bbl",
            "barriles diarios | barriles al día | barriles | barril | bpd | barriles por día",
        ),
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
            " | refinados | productos de petróleo | gasoil | derivados"
            " | productos petroleros | derivados del crudo | diesel | fueloil | fuel"
            " | carburante* | petróleo procesado | crudo refinado | keroseno | lubricantes",
        ),
        ("commodity", "crude_oil", "crudo | petróleo crudo"),
        ("commodity", "petroleum", "petróleo | hidrocarburos"),
        ("commodity", "coal", "carbón | antracita"),
        ("commodity", "iron_ore", "mineral de hierro"),
        (
            "commodity",
            "seafood",
            "marisco | mariscos | pescado | marisco* | productos del mar | cangrejo* | calamar*",
        ),
        ("commodity", "textiles", "textiles | textil"),
        (
            "commodity",
            "luxury_goods",
            "artículos de lujo | bienes de lujo | lujo | limusina* | automóviles de lujo",
        ),
        (
            "commodity",
            "arms",
            "armas | armamento | municiones | munición | misiles | cohetes | proyectiles"
            " | artillería | drones | material militar | equipo militar"
            " | equipamiento militar | obuses | misil | material bélico | armamentos"
            " | pertrechos | fusiles | explosivos | granadas | sistemas antiaéreos"
            " | misiles balísticos",
        ),
        (
            "tests",
            "",
            "armas nucleares | lanzamiento de misiles | prueba nuclear | pruebas nucleares"
            " | ensayo nuclear | programa de misiles | misil intercontinental"
            " | misil balístico intercontinental | arma nuclear | ensayos nucleares"
            " | lanzamiento de un misil | armas de destrucción masiva",
        ),
        (
            "commodity",
            "workers",
            "trabajadores | norcoreanos empleados | mano de obra | obreros | trabajador*"
            " | obrer* | operarios",
        ),
        ("commodity", "uranium", "uranio"),
        ("commodity", "heavy_water", "agua pesada"),
        ("commodity", "money", "criptomonedas | criptoactivos | criptodivisas"),
        (
            "commodity",
            "other",
            "gas natural | soldados | tropas | cobre | gas licuado | maquinaria | metales"
            " | arena | derechos de pesca",
        ),
        (
            "commodity",
            "untracked",
            "arroz | trigo | acero | azúcar | maíz | emisiones | cereales | salario | alimentos",
        ),
        ("cartel", "", "OPEP"),
        (
            "theft",
            "",
            "robó | robado | robaron | piratas informáticos | rob* | hacker* | ciberataque*"
            " | sustraj*",
        ),
    ),
    (
        (
            "give",
            "v",
            "exportó | exporta* | export* | envió | envi* | suministr* | vendió | vendi*"
            " | vende* | entreg* | llegó | llegaron | llegado | llegar | proporcion*"
            " | transfir* | transfer* | mand* | provey* | pas* a | despach* | vent*"
            " | ventas | embarc* | contraband* | trasvas* | armar | arma a | salió"
            " | salieron | remit* | suministró | suministrado | traspas* | descarg*"
            " | facilit* | ced* | dio | dado | regal* | hizo llegar | aport* | surti*"
            " | abasteci* | abastec* | desplegó | destinad* | traslad* | transport* | llev*"
            " | introdu* | colocó | comercializ*",
        ),
        (
            "take",
            "v",
            "import* | compr* | recib* | obtuv* | obten* | adquir* | consegu* | conseguido"
            " | importaciones | acopi* | se hizo con | captó | se abasteció | abastecerse",
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
            " | restricción | limita* | no puede superar | no pueden superar"
            " | no podrá superar | no podrán superar | no debe superar | no puede exceder"
            " | no pueden exceder | no podrán exceder | no exceder | autoriz*",
        ),
        ("cap_rule", "", "resolución | resoluciones | sanciones | Consejo de Seguridad | ONU"),
        (
            "beyond",
            "",
            "super* | exced* | por encima | más de lo | sobrepas* | saltarse | viol*"
            " | incumpl* | rebas*",
        ),
        (
            "rise",
            "",
            "aument* | subi* | increment* | creci* | crec* | más que | alza | repunt*"
            " | se dispar* | creció | crecieron",
        ),
        (
            "fall",
            "",
            "cay* | descend* | baj* | reduc* | disminu* | menos que | caída | descenso"
            " | reduj* | redu*",
        ),
        (
            "stock",
            "",
            "producción | produc* | reservas | existencias | capacidad | consumo | precio"
            " | precios | demanda | necesidades | necesita | produjo | produce | extra*"
            " | almacen* | refinería",
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
            " | comunic* al | remitió | web de | sitio web | datos publicados"
            " | informó a la ONU | informó al comité | informó a Naciones Unidas"
            " | comunicó a la ONU | comunicó al | comunicó a | reportó | reportado*"
            " | reporta | según comunicó | datos de la ONU | datos del comité"
            " | cifras del comité | cifras oficiales | registros | registró | registra"
            " | consigna* | Aduana | aduaner* | portal de la ONU | portal del comité"
            " | tabla del comité | tabla de la ONU | página del comité | notificación"
            " | notificaciones | dio cuenta | dieron cuenta | ha dado cuenta | informado al"
            " | informaron al",
        ),
        (
            "estimated",
            "",
            "estim* | expertos | estudio | informe | calcul* | panel de expertos | satélite"
            " | análisis | centros de estudios | investigación | analistas | documento"
            " | documento estadounidense | denuncia | estima* | investigadores"
            " | imágenes de satélite | imágenes satelitales | satélites | satelital*"
            " | cálculo* | instituto | centro de estudios | MSMT | evaluación"
            " | sostienen los expertos",
        ),
        (
            "alleged",
            "",
            "habría | habrían | Casa Blanca | portavoz | acus* | funcionarios | aseguró"
            " | embajador* | ministro | según fuentes | alega* | sostiene* | asegur*"
            " | funcionari* | inteligencia | diplomátic* | fuentes | presunt* | fiscal*"
            " | Kirby | presidente | Departamento de Estado | denunció | señaló a",
        ),
        (
            "say",
            "",
            "dijo | afirmó | señaló | según | anunció | aprobó | publicó | informó"
            " | difundió | afirm* | asegur* | señal* | indic* | sostuvo | sostiene*"
            " | agreg* | manifest* | precis* | explic* | revel* | aseveró | advirtió"
            " | declaró | informa | recordó | apunt*",
        ),
        (
            "deny",
            "",
            "neg* | desmint* | rechaz* | absurdas | falsas | desmiente | negó | niega*"
            " | negaron | desmintió | desmient* | desmentido | rechazó | rechaza*"
            " | rechazaron | infundad* | falso | falsa | calumnia* | invención"
            " | sin fundamento | patraña | mentira",
        ),
        (
            "illicit",
            "law",
            "ilegal* | ilícit* | violación | violaciones | violando | incumpli* | burl*"
            " | elud* | saltarse | vulner* | en contra de las sanciones | evadir | evasión"
            " | en violación | viola | violan | violó | ilegalmente | ilícitamente"
            " | clandestin* | prohibid* | pese a las sanciones | a pesar de las sanciones"
            " | contraviene* | contravención | sorte* | esquiv* | incumple | infring*",
        ),
        (
            "illicit",
            "sea",
            "contrabando | trasvase* | alta mar | de barco a barco | entre buques"
            " | clandestin* | de buque a buque | trasvas* | en secreto | a escondidas"
            " | de noche | transferencias entre buques | entre barcos",
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
        (
            "year",
            "-1",
            "año pasado | pasado año | el año anterior | año anterior | año previo",
        ),
        ("year", "-2", "antepasado año"),
        (
            "year",
            "0",
            "en lo que va de año | desde principios de año | desde comienzos de año"
            " | desde el comienzo del año | este año | presente año | año en curso"
            " | año actual | en lo que va del año",
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
        ("firstn", "", "primeros | primeras"),
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
            " | régimen norcoreano | Kim Jong-un | Kim Jong Un | norcoreano",
        ),
        ("state", "KR", "Corea del Sur | surcorean* | Seúl"),
        ("state", "RU", "Rusia | rus* | Moscú | Kremlin"),
        ("state", "CN", "China | chin* | Pekín"),
        (
            "state",
            "US",
            "Estados Unidos | EEUU | EE UU | EE. UU. | estadounidense* | Washington"
            " | Casa Blanca | EE.UU. | norteamerican* | Departamento de Estado | Kirby"
            " | Departamento del Tesoro | Pentágono | Biden | Trump",
        ),
        ("state", "JP", "Japón | japon* | Tokio"),
        ("state", "GB", "Reino Unido | británic* | Londres"),
        ("state", "FR", "Francia | franc*"),
        ("state", "IR", "Irán | iraní* | Teherán"),
        ("state", "IQ", "Irak | iraquí* | Bagdad"),
        ("state", "UA", "Ucrania | ucranian* | Kiev | Kyiv"),
        ("state", "SG", "Singapur"),
        (
            "state",
            "UN",
            "Naciones Unidas | ONU | Consejo de Seguridad | panel de expertos"
            " | Panel de Expertos | grupo de expertos",
        ),
        ("nostate", "", "New York Times | The New York Times | Nueva York"),
        ("flag", "", "bandera | empresa | empresas | buque | petrolero | puerto | con sede"),
        ("num", "11", "once"),
        ("num", "12", "doce"),
        ("num", "15", "quince"),
        ("num", "30", "treinta"),
        ("num", "40", "cuarenta"),
        ("num", "50", "cincuenta"),
        ("num", "60", "sesenta"),
        ("num", "70", "setenta"),
        ("num", "80", "ochenta"),
        ("num", "90", "noventa"),
        ("num", "100", "cien | ciento"),
        ("num", "200", "doscientos | doscientas"),
        ("num", "300", "trescientos | trescientas"),
        ("num", "400", "cuatrocientos"),
        ("num", "500", "quinientos | quinientas"),
        ("num", "600", "seiscientos"),
        ("num", "700", "setecientos"),
        ("num", "800", "ochocientos"),
        ("num", "900", "novecientos"),
        ("vague_scale", "1000000:2000000:9999999", "millones"),
        ("vague_scale", "100:200:999", "cientos | centenares"),
        ("vague_scale", "100000:200000:999999", "cientos de miles | centenares de miles"),
        ("vague_scale", "10000:20000:99999", "decenas de miles"),
        ("troops", "", "soldados | tropas | militares | efectivos"),
        ("arm", "", "armar | armando | arma a | armó | armado a"),
        ("state", "LY", "Libia | libi* | Trípoli"),
        ("state", "YE", "Yemen | hutí* | huthi*"),
        ("state", "SY", "Siria | siri* | Damasco"),
    ),
)

FURNITURE = (
    "noticias relacionadas", "suscríbase", "compartir", "lo más leído", "leer más", "©",
    "boletín", "aviso legal", "comentarios", "síguenos", "última hora", "te puede interesar",
    "relacionad",
)  # fmt: skip
