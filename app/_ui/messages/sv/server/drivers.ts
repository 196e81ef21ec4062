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
} as const;
