"""German. An asterisk stands for any ending."""

Row = tuple[str, str, str]

DECIMAL = ","

TABLES: tuple[tuple[Row, ...], ...] = (
    (
        ("article", "1", "eine | einer | ein | einem"),
        ("num", "2", "zwei"),
        ("num", "3", "drei"),
        ("num", "4", "vier"),
        ("num", "5", "fünf"),
        ("num", "6", "sechs"),
        ("num", "7", "sieben"),
        ("num", "8", "acht"),
        ("num", "9", "neun"),
        ("num", "10", "zehn"),
        ("half", "0.5", "halbe | halben"),
        ("num", "1.5", "anderthalb | eineinhalb"),
        ("scale", "1000", "tausend | Tausend | Tsd"),
        ("scale", "1000000", "Million | Millionen | Mio"),
        ("scale", "1000000000", "Milliarde | Milliarden | Mrd"),
        ("vague", "2:9", "mehrere | einige"),
        ("vague_scale", "1000:2000:9999", "Tausende | tausende"),
        ("vague_scale", "12:24:99", "Dutzende"),
        (
            "unit",
            "bbl",
            "Barrel pro Tag | Barrel am Tag | Barrel | Fass | Fässer | Fass pro Tag"
            " | Barrel täglich | Fass täglich | Fässern | Barrels",
        ),
        ("unit", "t", "Tonnen | Tonne | t | metrische Tonnen"),
        ("unit", "kg", "kg | Kilogramm | Kilo"),
        ("unit", "L", "Liter"),
        ("unit", "m3", "Kubikmeter"),
        ("unit", "gal_us", "Gallonen"),
        ("unit", "percent", "Prozent"),
        ("unit", "USD", "US-Dollar | Dollar"),
        (
            "count",
            "arms:moved",
            "Container | Artilleriegranaten | Granaten | Schuss | Raketen | Drohnen"
            " | Geschosse | Artilleriegeschosse | Containern | Marschflugkörper",
        ),
        ("count", "other:moved", "Soldaten | Mann | Truppen"),
        ("count", "workers:stock", "Arbeiter | Arbeitern | Arbeitskräfte"),
        (
            "count",
            "petroleum:event",
            "Tankerfahrten | Fahrten | Lieferungen | Tanker | Schiffe | Ladungen | Male"
            " | Mal | Transfers | Hafenanläufe",
        ),
    ),
    (
        (
            "commodity",
            "refined_petroleum",
            "Erdölprodukte* | Ölprodukte* | raffinierte* Öl* | raffinierte* Erdöl*"
            " | Raffinerieprodukte* | Benzin | Diesel | Kerosin | Treibstoff*"
            " | raffinierte* Produkte* | Mineralölprodukte* | raffinierte* Petroleum*"
            " | Ölprodukt* | Erdölprodukt* | Mineralölprodukt* | Raffinerieprodukt*"
            " | Diesel* | Benzin* | Kerosin* | Kraftstoff* | Heizöl* | Schweröl*"
            " | Flugbenzin* | Brennstoff* | raffiniert* | Dieselöl* | Treibstofflieferung*",
        ),
        ("commodity", "crude_oil", "Rohöl*"),
        (
            "commodity",
            "petroleum",
            "Öl* | Erdöl* | Mineralöl* | Öllieferung* | Ölexport*",
        ),
        (
            "commodity",
            "coal",
            "Kohle* | Steinkohle* | Anthrazit* | Kohlelieferung* | Kohleexport* | Kohleausfuhr*",
        ),
        ("commodity", "iron_ore", "Eisenerz*"),
        ("commodity", "seafood", "Meeresfrüchte*"),
        ("commodity", "textiles", "Textil*"),
        ("commodity", "luxury_goods", "Luxusgüter* | Luxuswaren | Luxus* | Limousine*"),
        (
            "commodity",
            "arms",
            "Waffen* | Munition* | Raketen | Artillerie* | Granate* | Rüstungs* | Drohnen"
            " | Militärgüter* | Kriegsgerät | Gerät | ballistische* Raketen"
            " | Artilleriemunition | Rüstungsgüter* | Artilleriegranaten"
            " | Kurzstreckenraketen | Raketensysteme* | Flugabwehr* | Luftabwehr*"
            " | Militärtechnik | Militärmaterial | Kriegswaffen | Kriegsmaterial"
            " | Geschosse* | Mörser* | Panzer | Gewehre | Sprengstoff* | Sturmgewehre"
            " | Haubitzen | Waffenlieferung* | Munitionslieferung* | Waffenexport*"
            " | Waffenverkäufe* | Rüstungslieferung* | Rüstungsexport* | Raketenlieferung*",
        ),
        (
            "tests",
            "",
            "Raketentest* | Atomtest* | Raketenprogramm* | Atomwaffen* | Atomversuch*"
            " | Raketenstart* | Interkontinentalrakete* | Atomprogramm*",
        ),
        (
            "commodity",
            "workers",
            "Arbeiter* | Gastarbeiter* | Arbeitskräfte* | Wanderarbeiter* | Zwangsarbeiter*"
            " | IT-Kräfte",
        ),
        ("commodity", "uranium", "Uran*"),
        ("commodity", "heavy_water", "Schwerwasser"),
        ("commodity", "money", "Kryptowährung*"),
        ("commodity", "other", "Soldaten | Truppen | Erdgas | Sand | Fischereirechte"),
        (
            "commodity",
            "untracked",
            "Reis | Weizen | Stahl | Zucker | Getreide | Emissionen | Gehalts*",
        ),
        ("cartel", "", "Opec | OPEC"),
        (
            "theft",
            "",
            "gestohlen | erbeutet | Hacker* | gestohlen* | stahl* | erbeutet*"
            " | Cyberangriff* | Diebstahl*",
        ),
    ),
    (
        (
            "give",
            "v",
            "liefer* | geliefert | Lieferung* | export* | verkauf* | geschickt | schick*"
            " | gesandt | Ausfuhr* | ausgeführt | überlass* | übergeben | verschifft*"
            " | transport* | brachte* | gebracht | gelangt* | geschmuggelt | angezeigt"
            " | abgegeben | versand* | weitergegeben | unterwegs | Export* | lieferte*"
            " | geliefert* | ging* an | gingen | ging nach | gegangen | verkauft*"
            " | übergab* | übergeben* | umgepumpt | verschiffte | geschickt* | schickte*"
            " | sandte* | entsandt* | überlassen* | stellte bereit | bereitgestellt*"
            " | versorgt* | weitergab | beliefert* | abgab* | zukommen | transferiert*"
            " | transferierte* | ausgeführt* | exportiert* | exportierte* | gelangten"
            " | flossen | geflossen | floss | schenkte* | eingesetzt",
        ),
        (
            "take",
            "v",
            "import* | Import* | bezog* | bezieht | bezogen | kauf* | gekauft | erhielt*"
            " | erhalten | entgegengenommen | Einfuhr* | eingeführt | beschafft* | erworben"
            " | bekam | bekommen | bezogen* | importiert* | importierte* | führte ein"
            " | eingeführt* | erhalten* | kaufte* | gekauft* | beschaffte* | bekam*"
            " | bekommen* | nahm ab | abgenommen | erwarb | erworben* | empfing | empfangen"
            " | führte",
        ),
        ("from", "from", "aus | von | vom"),
        ("to", "to", "nach | an | für"),
        ("both", "", "beide | beiden | zusammen | beide Länder | gemeinsam"),
        ("respectively", "", "jeweils | beziehungsweise"),
        ("worth", "", "im Wert von | Wert | Einnahmen"),
        ("programme", "", "Öl für Lebensmittel"),
        ("total", "", "insgesamt | gesamt* | alles in allem | Summe"),
        (
            "cap",
            "n",
            "Obergrenze* | Grenze | Höchstmenge* | Limit* | begrenz* | Ölgrenze"
            " | zugestanden | erlaubt | gestattet | Quote* | maximal | beschränk*"
            " | höchstens | zulässig* | Deckel | erlauben | zugelassen* | deckelt*"
            " | gedeckelt | Höchstgrenze* | darf nicht überschreiten | nicht überschreiten"
            " | dürfen | darf | erlaubte* | genehmigt* | Kontingent* | Schwelle | Marke",
        ),
        ("cap_rule", "", "Resolution* | Sanktion* | Sicherheitsrat*"),
        (
            "beyond",
            "",
            "überschr* | übersteig* | überstieg | gerissen | mehr als erlaubt | verletz*"
            " | über der Grenze",
        ),
        (
            "rise",
            "",
            "gestiegen | stieg | mehr als | Anstieg | Zuwachs | höher | zugenommen | stieg*"
            " | stiegen | gestiegen* | zugelegt | Zunahme | Plus | erhöht* | wuchs*"
            " | gewachsen | höher* | mehr als im",
        ),
        (
            "fall",
            "",
            "gesunken | sank | weniger als | Rückgang | niedriger | abgenommen | fiel"
            " | gefallen | sank* | sanken | gesunken* | Minus | zurückgegangen"
            " | ging zurück | gingen zurück | fielen | verringert* | schrumpf* | geringer",
        ),
        (
            "stock",
            "",
            "Förderung | Produktion | Vorrat | Vorräte | Reserven | Kapazität* | Verbrauch"
            " | Preis* | Bedarf | Lagerbestände | förderte* | fördert* | produziert*"
            " | Lager* | Vorräte* | Raffinerie* | Verbrauch*",
        ),
        ("spent", "", "abgeschossen | abgefeuert | verschossen"),
        ("plan", "", "geplant | plant | Vorschlag | vorgeschlagen | will | wollen | Entwurf"),
        ("convert", "", "würde* reichen | entspräche* | fassen"),
        ("vessel", "", "Tanker* | Schiff* | Frachter*"),
    ),
    (
        (
            "reported",
            "",
            "gemeldet | meldete* | Meldung | Zoll* | Sanktionsausschuss* | angezeigt"
            " | Ausschuss* | notifiziert | offizielle* Angaben | Website | Webseite"
            " | Statistik* | Angaben des | Angaben der UN | Angaben der Vereinten Nationen"
            " | nach eigenen Angaben | eigenen Angaben zufolge | gab gegenüber | Daten des"
            " | Daten der UN | Tabelle des | teilte der Uno | teilte der UN"
            " | teilte den Vereinten Nationen | meldeten | melden | gemeldete* | Komitee*"
            " | Komitees | Sanktionskomitee* | UN-Sanktionskomitee* | informierte"
            " | unterrichtete | verzeichnet* | ausgewiesen | weist aus | Zahlen des"
            " | Zahlen der UN | Zahlen der Vereinten Nationen | Zollstatistik"
            " | Zollbehörde* | Zolldaten | Handelsstatistik* | Seite des | Internetseite"
            " | Webseite* | deklarier* | Eintrag | Einträge | mitgeteilt",
        ),
        (
            "estimated",
            "",
            "schätz* | Schätzung* | Experten* | Expertengruppe | Studie* | Satelliten*"
            " | Analyse* | Beschwerde* | Expertenbericht | berechnet* | Auslastung"
            " | hochgerechnet* | Hochrechnung* | Dokument* | US-Dokument | Einschätzung"
            " | Satellitenbild* | Satellitenaufnahmen | Forscher* | Institut*"
            " | Untersuchung* | Recherche* | Analyst* | Panel | Expertengremium*"
            " | Sachverständig* | Fachleute* | ausgewertet* | auswert*"
            " | Bericht der Experten | MSMT",
        ),
        (
            "alleged",
            "",
            "Weißes Haus | Weiße Haus | Sprecher* | wirft vor | Vorwurf* | Minister*"
            " | Militärnachrichtendienst* | Beamte | Botschafter* | Rechnung"
            " | Regierungssprecher* | behaupt* | wirft* | warf | beschuldig* | bezichtig*"
            " | Vorwürfe* | Anschuldigung* | Verteidigungsminister* | Außenminister*"
            " | Geheimdienst* | Diplomat* | Kirby | Präsident* | Insider* | Kreise*"
            " | Staatsanwalt* | Anklage* | Außenministerium | mutmaßlich*",
        ),
        (
            "say",
            "",
            "sagte* | erklärt* | teilte mit | berichtet* | laut | ließ wissen | gab bekannt"
            " | bekannt gegeben | mitgeteilt | sagt | mitteilt* | zufolge | hieß es"
            " | heißt es | betonte* | äußerte* | verkündete* | schreib* | schrieb*"
            " | räumte ein | behauptet* | warnte* | nach Angaben | nach Ansicht | so der"
            " | so die | bekräftigte*",
        ),
        (
            "deny",
            "",
            "bestritt* | bestreite* | bestritten | dementier* | zurückgewiesen"
            " | weist zurück | wies zurück | Gerüchte | aus der Luft gegriffen | haltlos*"
            " | weist Vorwurf | nie | gebe es nicht | dementiert* | bestreitet | leugne*"
            " | wiesen zurück | zurück | unbegründet* | erfunden* | erlogen | Lüge*"
            " | falsch | entbehr* | verneint*",
        ),
        (
            "illicit",
            "law",
            "illegal* | unerlaubt* | Verstoß* | verstoß* | unter Verletzung | umgeh*"
            " | umgangen | gerissen | verbotene* | obwohl | entgegen den Sanktionen"
            " | trotz der Sanktionen | trotz Sanktionen | verstößt | verstoßen"
            " | unter Bruch | Bruch der | verletzt* | Verletzung | unrechtmäßig*"
            " | verbotswidrig* | Sanktionsverstoß* | Sanktionsverstöße* | umging*"
            " | unterlauf* | unterlief* | widerrechtlich*",
        ),
        (
            "illicit",
            "sea",
            "geschmuggelt* | Schmuggel* | auf hoher See | von Schiff zu Schiff | heimlich"
            " | hoher See | offener See | Umladung* | umgeladen | heimlich* | verdeckt*"
            " | nachts | schmuggel* | insgeheim",
        ),
        ("ban", "", "verboten | Verbot*"),
        ("condition", "", "müsse* | sollte* | wenn | falls"),
        ("resolution", "", "Resolution | Resolutionen"),
        ("modifier", "about", "etwa | rund | ungefähr | knapp | circa | ca | fast | gut"),
        ("modifier", "over", "mehr als | über | mindestens | wenigstens"),
        ("modifier", "under", "weniger als | unter"),
        ("modifier", "up_to", "bis zu | höchstens | maximal"),
    ),
    (
        ("month", "1", "Januar | Jänner"),
        ("month", "2", "Februar"),
        ("month", "3", "März"),
        ("month", "4", "April"),
        ("month", "5", "Mai"),
        ("month", "6", "Juni"),
        ("month", "7", "Juli"),
        ("month", "8", "August"),
        ("month", "9", "September"),
        ("month", "10", "Oktober"),
        ("month", "11", "November"),
        ("month", "12", "Dezember"),
        (
            "year",
            "-1",
            "vergangenen Jahres | vorigen Jahres | letzten Jahres | vergangenes Jahr"
            " | letztes Jahr | im Vorjahr | vergangenen Jahr | letzten Jahr | vorigen Jahr"
            " | voriges Jahr | Vorjahr",
        ),
        (
            "year",
            "0",
            "seit Jahresbeginn | seit Anfang des Jahres | seit Beginn des Jahres"
            " | dieses Jahres | diesem Jahr | dieses Jahr | laufenden Jahres"
            " | laufenden Jahr | heuer | bisher in diesem Jahr | seit Jahresanfang",
        ),
        ("year", "1", "nächsten Jahres | nächstes Jahr | kommenden Jahr | nächsten Jahr"),
        ("monthrel", "-1", "vergangenen Monat | letzten Monat | Vormonat | vorigen Monat"),
        ("monthrel", "0", "diesem Monat | diesen Monat"),
        (
            "back",
            "-12",
            "ein Jahr zuvor | vor einem Jahr | ein Jahr früher | Vorjahreszeitraum"
            " | Vorjahresmonat | gleichen Zeitraum des Vorjahres",
        ),
        ("back", "-1", "einen Monat zuvor | im Monat davor"),
        ("part", "h1", "ersten Halbjahr | erste Halbjahr | ersten Jahreshälfte"),
        ("part", "h2", "zweiten Halbjahr | zweite Halbjahr"),
        ("part", "q1", "ersten Quartal | erstes Quartal"),
        ("part", "q2", "zweiten Quartal"),
        ("part", "q3", "dritten Quartal"),
        ("part", "q4", "vierten Quartal | letzten Quartal"),
        ("firstn", "", "ersten"),
        ("months", "", "Monate | Monaten"),
        ("rate", "day", "pro Tag | am Tag | täglich"),
        ("rate", "month", "pro Monat | monatlich | im Monat"),
        ("rate", "year", "pro Jahr | im Jahr | jährlich"),
    ),
    (
        (
            "state",
            "KP",
            "Nordkorea | Nordkoreas | nordkoreanisch* | Pjöngjang | Pjöngjangs | DVRK"
            " | der Norden | Demokratische Volksrepublik Korea | Nordkoreaner*"
            " | Kim Jong Un | Kim Jong-un | Machthaber Kim",
        ),
        ("state", "KR", "Südkorea | Südkoreas | südkoreanisch* | Seoul"),
        ("state", "RU", "Russland | Russlands | russisch* | Moskau | Moskaus | Kreml"),
        ("state", "CN", "China | Chinas | chinesisch* | Peking | Pekings"),
        (
            "state",
            "US",
            "USA | US | Vereinigte Staaten | amerikanisch* | Amerikaner* | Washington"
            " | Weißes Haus | US-Regierung | Weißen Hauses | Weißen Haus | Weiße Haus"
            " | US-amerikanisch* | Washingtons | Kirby | Außenministerium in Washington"
            " | Pentagon | US-Außenministerium | US-Finanzministerium | Biden | Trump",
        ),
        ("state", "JP", "Japan | Japans | japanisch* | Tokio"),
        ("state", "GB", "Großbritannien | britisch* | London"),
        ("state", "IR", "Iran | Irans | iranisch* | Teheran"),
        ("state", "IQ", "Irak | Iraks | irakisch* | Bagdad"),
        ("state", "UA", "Ukraine | ukrainisch* | Kiew | Kyjiw"),
        ("state", "LY", "Libyen | Libyens | libysch* | Tripolis"),
        (
            "state",
            "UN",
            "UN | Vereinte Nationen | Vereinten Nationen | UNO | Sicherheitsrat*"
            " | Expertengruppe | Uno | UN-Sanktionskomitee* | UN-Sicherheitsrat*"
            " | Weltsicherheitsrat*",
        ),
        ("nostate", "", "New York | Financial Times | koreanische* Halbinsel"),
        ("flag", "", "Flagge | Reederei | Hafen | Firma | Botschaft"),
        ("num", "11", "elf"),
        ("num", "12", "zwölf"),
        ("num", "20", "zwanzig"),
        ("num", "30", "dreißig"),
        ("num", "40", "vierzig"),
        ("num", "50", "fünfzig"),
        ("num", "60", "sechzig"),
        ("num", "100", "hundert | einhundert"),
        ("num", "500000", "fünfhunderttausend"),
        ("num", "100000", "hunderttausend"),
        ("vague_scale", "1000000:2000000:9999999", "Millionen von"),
        ("vague_scale", "100:200:999", "Hunderte | hunderte"),
        ("vague_scale", "100000:200000:999999", "Hunderttausende | hunderttausende"),
        ("vague_scale", "10000:20000:99999", "Zehntausende | zehntausende"),
        ("troops", "", "Soldaten | Truppen | Elitesoldaten"),
        ("arm", "", "bewaffne* | aufrüst* | rüstet"),
        ("state", "YE", "Jemen | Huthi* | jemenitisch*"),
        ("state", "SY", "Syrien | syrisch* | Damaskus"),
        ("state", "FR", "Frankreich | französisch* | Paris"),
        (
            "give",
            "n",
            "Waffenlieferung* | Munitionslieferung* | Öllieferung* | Treibstofflieferung*"
            " | Kohlelieferung* | Kohleexport* | Kohleausfuhr* | Waffenexport*"
            " | Waffenverkäufe* | Rüstungslieferung* | Rüstungsexport* | Ölexport*"
            " | Raketenlieferung*",
        ),
    ),
)

FURNITURE = (
    "mehr zum thema", "voriger artikel", "nächster artikel", "quelle:", "©", "abo", "anzeige",
    "lesen sie auch", "kommentare", "teilen", "newsletter", "meistgelesen", "(seite",
)  # fmt: skip
