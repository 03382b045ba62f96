"""Italian, as far as a short report needs it. An asterisk stands for any ending."""

Row = tuple[str, str, str]

DECIMAL = ","

TABLES: tuple[tuple[Row, ...], ...] = (
    (
        ("num", "2", "due"),
        ("num", "3", "tre"),
        ("num", "4", "quattro"),
        ("num", "5", "cinque"),
        ("scale", "1000", "mila | mille"),
        ("scale", "1000000", "milione | milioni | mln"),
        ("scale", "1000000000", "miliardo | miliardi"),
        ("half", "0.5", "mezzo"),
        ("article", "1", "un"),
        ("unit", "bbl", "barili | barile"),
        ("unit", "t", "tonnellate | tonnellata"),
        ("unit", "percent", "per cento"),
        ("unit", "USD", "dollari"),
        ("count", "arms:moved", "container | missili | razzi | droni | proiettili"),
        (
            "count",
            "petroleum:event",
            "consegne | navi | trasferimenti | viaggi | petroliere | volte",
        ),
    ),
    (
        (
            "commodity",
            "refined_petroleum",
            "prodotti petroliferi | petrolio raffinato | carburant* | benzina | gasolio"
            " | prodotti raffinati | raffinat*",
        ),
        ("commodity", "crude_oil", "greggio"),
        ("commodity", "petroleum", "petrolio"),
        ("commodity", "coal", "carbone"),
        ("commodity", "arms", "armi | munizioni | missili | armamenti | droni"),
        ("commodity", "workers", "lavoratori"),
        ("commodity", "untracked", "riso | grano | acciaio"),
        ("cartel", "", "Opec | OPEC"),
    ),
    (
        (
            "give",
            "v",
            "fornit* | fornitur* | esport* | vendut* | inviat* | consegne | consegnat*"
            " | spedit* | consegn*",
        ),
        ("take", "v", "import* | acquist* | ricevut*"),
        ("from", "from", "da | dalla | dal | dall"),
        ("to", "to", "alla | al | a | verso | ai"),
        ("both", "", "entrambi | insieme | entrambe"),
        ("total", "", "in totale | complessiv*"),
        ("cap", "n", "limite | tetto | quota | consentit* | massimo | pari a"),
        ("cap_rule", "", "risoluzione | sanzioni | Consiglio di sicurezza"),
        ("beyond", "", "supera* | violat* | oltre | eccedut*"),
        ("rise", "", "aument*"),
        ("fall", "", "calo | diminui*"),
        ("stock", "", "produzione | scorte | prezzo"),
        ("reported", "", "comitato | dogane | dichiarat* | notificat*"),
        ("estimated", "", "stim* | esperti | rapporto"),
        ("alleged", "", "portavoce | accus* | Casa Bianca"),
        ("say", "", "ha detto | secondo | ha dichiarato | parla di"),
        ("deny", "", "nega* | smenti*"),
        ("illicit", "law", "illegal* | violazion* | violata"),
        ("illicit", "sea", "contrabbando | in mare"),
        ("resolution", "", "risoluzione | risoluzioni"),
        ("modifier", "about", "circa | quasi | intorno a"),
        ("modifier", "over", "oltre | più di | almeno"),
        ("modifier", "under", "meno di"),
        ("modifier", "up_to", "fino a"),
    ),
    (
        ("month", "1", "gennaio"),
        ("month", "2", "febbraio"),
        ("month", "3", "marzo"),
        ("month", "4", "aprile"),
        ("month", "5", "maggio"),
        ("month", "6", "giugno"),
        ("month", "7", "luglio"),
        ("month", "8", "agosto"),
        ("month", "9", "settembre"),
        ("month", "10", "ottobre"),
        ("month", "11", "novembre"),
        ("month", "12", "dicembre"),
        ("year", "-1", "anno scorso | scorso anno"),
        ("year", "0", "quest anno | quest'anno"),
        ("rate", "year", "all'anno | annui | l'anno | annuo"),
        ("rate", "day", "al giorno"),
    ),
    (
        ("state", "KP", "Corea del Nord | nordcorean* | Pyongyang"),
        ("state", "KR", "Corea del Sud | sudcorean* | Seul"),
        ("state", "RU", "Russia | russ* | Mosca"),
        ("state", "CN", "Cina | cines* | Pechino"),
        ("state", "US", "Stati Uniti | statunitens* | Washington | USA"),
        ("state", "IR", "Iran | iranian* | Teheran"),
        ("state", "UN", "ONU | Nazioni Unite | Consiglio di sicurezza"),
    ),
)

FURNITURE = (
    "leggi anche", "commenti", "iscriviti", "©", "condividi",
)  # fmt: skip
