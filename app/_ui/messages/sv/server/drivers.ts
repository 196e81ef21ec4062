/** What the drivers of PBXs say of themselves, on the form of a source. */
export const drivers = {
  "In what the PBX writes letters outside ASCII. auto: UTF-8 where the bytes are that, else Latin-1.":
    "Hur växeln skriver bokstäver utanför ASCII. auto: UTF-8 där det är det, annars Latin-1.",
  "Order of day and month.": "Ordningen på dag och månad.",
  "Order of day and month in the text report.": "Ordningen på dag och månad i textrapporten.",
  "auto: blocks of NEAX, SV8500 and SV9500 (STX, KA to KM, ETX), or the text report of SL1100, SL2100, SV9100 and Aspire. sl: the report alone, with a caller's name on a line of its own.":
    "auto: block från NEAX, SV8500 och SV9500 (STX, KA till KM, ETX), eller textrapporten från SL1100, SL2100, SV9100 och Aspire. sl: bara rapporten, med namnet på den som ringer på en egen rad.",
  "Layouts of NEC's manuals and of a collector in use; the public records were shortened by hand, so none confirms them whole.":
    "Kolumner enligt NEC:s handböcker och en insamlare i bruk; de offentliga posterna är avkortade för hand, så ingen hel bekräftar dem.",
  "auto: with a count before each record, as a Mitel 5000 sends it over the network, or as text, a record a line (serial port, Inter-Tel Axxess, a logger). lines: text and nothing else.":
    "auto: med postens längd först, som en Mitel 5000 skickar över nätet, eller som text, en post per rad (serieport, Inter-Tel Axxess, en loggare). lines: bara text.",
  "Columns of the administrator's guide; one real record. What a DID call shows of its caller depends on the system.":
    "Kolumner enligt administratörshandboken; en verklig post. Vad ett direktvalssamtal visar om den som ringer beror på systemet.",
  "officeserv: records that end in a NUL. lines: a record a line, as a logger keeps them.":
    "officeserv: poster som slutar med NUL. lines: en post per rad, som en loggare sparar dem.",
  "Columns of a collector in use, call types of Samsung's manuals; no public record of a real system.":
    "Kolumner enligt en insamlare i bruk, samtalstyper enligt Samsungs handböcker; ingen offentlig post från ett verkligt system.",
  "All 27 fields of 3CX's documentation, in both orders seen; read against one real record.":
    "Alla 27 fält i 3CX dokumentation, i de två ordningar som förekommer; prövad mot en verklig post.",
  "Names of the fields chosen in 3CX, in their order; - for one that is not wanted":
    "Namnen på fälten som valts i 3CX, i ordning; - för ett som inte ska läsas",
  "Between the fields; a comma without": "Mellan fälten; komma om inget anges",
  "Digits of the company's extensions, where no types were chosen":
    "Antal siffror i företagets anknytningar, om inga typer har valts",
  "A template from the column list of release C6.1.0; no record was at hand. Try it, and give another layout where it differs.":
    "En mall efter kolumnlistan i version C6.1.0; ingen post fanns till hands. Pröva den, och ange en annan layout där det skiljer.",
  "The layout as JSON text (docs/drivers/layouts.md)": "Layouten som JSON-text (docs/drivers/layouts.md)",
  "The layout is that of ticket ED5.2; the records it was tried on were made from it.":
    "Layouten är den för ticket ED5.2; posterna den prövats på är gjorda efter den.",
  "lines: each ticket is a line. fixed: 525 characters each, with nothing between them":
    "lines: varje ticket är en rad. fixed: 525 tecken per ticket, utan något emellan",
  "FreePBX's table as its module makes it; read against real rows of another table with the same columns.":
    "FreePBX tabell så som dess modul skapar den; prövad mot verkliga rader ur en annan tabell med samma kolumner.",
  "Names of the columns in their order, where neither the rows nor CREATE TABLE say":
    "Kolumnernas namn i ordning, om varken raderna eller CREATE TABLE anger dem",
  "Read against events of Asterisk's test suite, of its design of 2007, and of Wazo's table.":
    "Prövad mot händelser ur Asterisks testsvit, dess utkast från 2007 och Wazos tabell.",
  "Names of the columns in their order, for a cel_custom.conf of one's own; - for an unwanted one":
    "Kolumnernas namn i ordning, för en egen cel_custom.conf; - för en som inte ska läsas",
  "Read against the header and three records of one session of 39 columns; gateways after their documentation.":
    "Prövad mot rubrikraden och tre poster ur en session med 39 kolumner; gateways efter deras dokumentation.",
  "The device's CallDurationUnits": "Enhetens CallDurationUnits",
  "Tables of Avaya's and Lucent's administrator's guides; no real record was seen.":
    "Tabeller ur Avayas och Lucents handböcker; ingen verklig post har funnits att tillgå.",
  "The record format on the form CDR System Parameters. auto: told by its shape, where that leaves no doubt.":
    "Postformatet i formuläret CDR System Parameters. auto: avgörs av formen, där den inte lämnar tvivel.",
  "Of customized: the form's data items and lengths in order, e.g. date:6,space:1,time:4,space:1,sec-dur:5.":
    "För customized: formulärets fält och längder i ordning, t.ex. date:6,space:1,time:4,space:1,sec-dur:5.",
  "Order of day and month on the form.": "Ordningen på dag och månad i formuläret.",
  "Whether a record tells when the call ended or began.": "Om en post anger när samtalet slutade eller började.",
  "Columns of Avaya's SMDR documentation up to release 11; read against one real record of 34 columns.":
    "Kolumner enligt Avayas SMDR-dokumentation till och med version 11; prövad mot en verklig post med 34 kolumner.",
  "Columns of the accounting interface specification, release 13 to 22; no real record has been read.":
    "Kolumner enligt gränssnittets specifikation, version 13 till 22; ingen verklig post har lästs.",
  "Read against one cluster's records of 133 columns; transfers and conferences after Cisco's examples.":
    "Prövad mot ett klusters poster med 133 kolumner; överflyttningar och konferenser efter Ciscos exempel.",
  "Names of the columns in their order, for files without a header line":
    "Kolumnernas namn i ordning, för filer utan rubrikrad",
  "Names of gateways and trunks, with commas; * at the end stands for the rest of a name":
    "Namn på gateways och linjer, med komma emellan; * sist står för resten av ett namn",
  "Partitions of the company's own numbers, with commas": "Partitioner för företagets egna nummer, med komma emellan",
  "Partitions of routes to outside, with commas": "Partitioner för vägar ut, med komma emellan",
  "Read against the two records of one call, of 48 columns.":
    "Prövad mot de två posterna för ett samtal, med 48 kolumner.",
  "Read against both legs of one call in Cisco's documentation; files after the documented order of their columns.":
    "Prövad mot båda benen av ett samtal i Ciscos dokumentation; filer efter kolumnernas dokumenterade ordning.",
  "Start and Stop of a GNU gatekeeper; the attributes of Cisco and Eltex after their documentation.":
    "Start och Stop från en GNU Gatekeeper; attributen hos Cisco och Eltex efter deras dokumentation.",
  "Reads what its layout says; try it on the system's own records.":
    "Läser det som layouten anger; pröva den på systemets egna poster.",
  "The templates of FreeSWITCH's own configuration; read against records built after them.":
    "Mallarna i FreeSWITCH egen konfiguration; prövad mot poster gjorda efter dem.",
  "The template's name in cdr_csv.conf.xml; without it the columns tell":
    "Mallens namn i cdr_csv.conf.xml; annars avgör kolumnerna",
  "Names of the variables in a template of one's own; - for one that is not wanted":
    "Variablernas namn i en egen mall; - för en som inte ska läsas",
  "Dialplan contexts in which calls from outside arrive (public), with commas":
    "Kontexter i nummerplanen där samtal utifrån kommer in (public), med komma emellan",
  "FreeSWITCH's mod_json_cdr, with and without encode-values; read against the real record of one leg.":
    "FreeSWITCH mod_json_cdr, med och utan encode-values; prövad mot den verkliga posten för ett ben.",
  "Which legs the PBX writes: a where log-b-leg is off, so that no call waits for its second leg":
    "Vilka ben växeln skriver: a där log-b-leg är av, så att inget samtal väntar på sitt andra ben",
  "FreeSWITCH's mod_xml_cdr, with and without encode-values; read against a shortened real record of one leg.":
    "FreeSWITCH mod_xml_cdr, med och utan encode-values; prövad mot en avkortad verklig post för ett ben.",
  "Lines of the examples in Kamailio's documentation and logs of users.":
    "Rader ur exemplen i Kamailios dokumentation och ur användares loggar.",
  "Names of the extra fields that hold the caller, with commas; the first that is there counts":
    "Namn på extrafälten med den som ringer, med komma emellan; det första som finns gäller",
  "Names of the extra fields that hold the one who was called": "Namn på extrafälten med den uppringda",
  "Names of the extra fields that hold what was dialled": "Namn på extrafälten med det slagna numret",
  "Every member of Kazoo's schema of call detail records; read against the sample of its web hook.":
    "Alla fält i Kazoos schema för samtalsposter; prövad mot exemplet på dess webhook.",
  "What the timestamp is, where no creation of the channel is told":
    "Vad tidsstämpeln är, där kanalens start inte anges",
  "Digits of the company's extensions; two to five without":
    "Antal siffror i företagets anknytningar; annars två till fem",
  "Columns of Mitel's documentation, read against real records of an extended format; what follows the account code of Extended Reporting is unconfirmed.":
    "Kolumner enligt Mitels dokumentation, prövad mot verkliga poster i utökat format; det som följer på kontokoden i Extended Reporting är obekräftat.",
  "Options of the form SMDR Options: extended is Extended Digit Length, extended-reporting is Extended Reporting. auto: told by the width of duration and time.":
    "Val i formuläret SMDR Options: extended är Extended Digit Length, extended-reporting är Extended Reporting. auto: avgörs av bredden på längd och tid.",
  "A template: MX-ONE writes what the site defines. Define its output as the documentation says, or give the site's layout.":
    "En mall: MX-ONE skriver det som anläggningen definierar. Definiera utskriften enligt dokumentationen, eller ange anläggningens layout.",
  "Nortel's description of CDR and its BCM guides; no real record was seen, and whether a time is start or end is unconfirmed.":
    "Nortels beskrivning av CDR och handböckerna för BCM; ingen verklig post har funnits att tillgå, och om en tid är start eller slut är obekräftat.",
  "Whether simple records (N, B, L) tell when the call began or ended. S tells the start, X and E the end, always.":
    "Om enkla poster (N, B, L) anger när samtalet började eller slutade. S anger alltid starten, X och E slutet.",
  "Lines of the examples in OpenSIPS's own documentation.": "Rader ur exemplen i OpenSIPS egen dokumentation.",
  "Columns and examples of Panasonic's feature guides; no real record was seen.":
    "Kolumner och exempel ur Panasonics handböcker; ingen verklig post har funnits att tillgå.",
  "ta: KX-TA, TEA, TES, TEB and TD500 tell when a call began. tda: KX-TD, TDA, TDE, NCP, NS, NSX when it ended. auto: told by the columns.":
    "ta: KX-TA, TEA, TES, TEB och TD500 anger när ett samtal började. tda: KX-TD, TDA, TDE, NCP, NS, NSX när det slutade. auto: avgörs av kolumnerna.",
  "Order of day, month and year.": "Ordningen på dag, månad och år.",
  "Whether a record tells when the call ended or began; else as the model does.":
    "Om en post anger när samtalet slutade eller började; annars som modellen gör.",
  "Every member of calls that RingCentral documents, simple and detailed; read against its sample.":
    "Alla fält för samtal som RingCentral dokumenterar, enkla och detaljerade; prövad mot deras exempel.",
  "Fields of Sansay's description of version 1.10; read against one real record.":
    "Fält enligt Sansays beskrivning av version 1.10; prövad mot en verklig post.",
  "Digits of the company's extensions: they tell the direction of calls":
    "Antal siffror i företagets anknytningar: de avgör samtalens riktning",
  "Every member that Microsoft's documentation names; read against its example of a Direct Routing page.":
    "Alla fält som Microsofts dokumentation nämner; prövad mot exemplet på en sida Direct Routing.",
  "The columns of both forms are those of the installation manual; the records it was tried on were made from it.":
    "Kolumnerna i båda formerna är installationshandbokens; posterna den prövats på är gjorda efter den.",
  "Every member that Twilio's specification names; read against its example of a call.":
    "Alla fält som Twilios specifikation nämner; prövad mot exemplet på ett samtal.",
  "Digits of the company's extensions, for calls over trunks":
    "Antal siffror i företagets anknytningar, för samtal över linjer",
  "The columns are those of the service manual's table; the record it was tried on was made from it.":
    "Kolumnerna är de i servicehandbokens tabell; posten den prövats på är gjord efter den.",
  "Columns 1 to 9 are those of the vendor's examples; the records it was tried on were made from them.":
    "Kolumn 1 till 9 är de i leverantörens exempel; posterna den prövats på är gjorda efter dem.",
} as const;
