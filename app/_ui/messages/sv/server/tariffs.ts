/** Limits below which calls are kept apart, the sorting of stored calls, and tariffs. */
export const tariffSentences = {
  "The limits of the company cannot be left out: leave each of them empty instead.":
    "Gränserna för alla källor kan inte utelämnas: lämna var och en tom i stället.",
  "There is no such source. Look at the list of sources again.": "Källan finns inte. Titta på listan över källor igen.",
  "There was no time to count a single month. Try again when less is going on.":
    "Tiden räckte inte till att räkna en enda månad. Försök igen när det är lugnare.",
  "The stored calls are being sorted already. Wait for it to end, or cancel it.":
    "De lagrade samtalen sorteras redan om. Vänta tills det är klart, eller avbryt det.",
  "No stored calls are being sorted: there is nothing to cancel.":
    "Inga lagrade samtal sorteras om: det finns inget att avbryta.",
  "The file did not arrive whole, or it is larger than 8 MB. Choose it again.":
    "Filen kom inte fram hel, eller är större än 8 MB. Välj den igen.",
  "Line {1} is no line of a CSV file: look for a quotation mark too many.":
    "Rad {1} är ingen rad i en CSV-fil: leta efter ett citattecken för mycket.",
  "Send the file either as text or packed.": "Skicka filen antingen som text eller packad.",
  "A company keeps at most {1} tariffs. Remove one that no call needs.":
    "Ett företag har högst {1} taxor. Ta bort en som inga samtal behöver.",
  "A company keeps at most {1} lines of tariffs. Remove an old one first.":
    "Ett företag har högst {1} taxerader. Ta bort en gammal taxa först.",
  "This tariff is gone, or somebody has changed it meanwhile. Look at the list again.":
    "Taxan finns inte längre, eller har ändrats av någon annan under tiden. Titta på listan igen.",
  "The tariff has no such line. Look at it again.": "Taxan har ingen sådan rad. Titta på den igen.",
  "Choose what goes first for the company.": "Välj vad som går först för alla källor.",
  "Write the three letters of a currency that has hundredths, e.g. SEK.":
    "Skriv de tre bokstäverna för en valuta med hundradelar, t.ex. SEK.",
  "Write day and time as 2026-11-22T08:30.": "Skriv dag och tid som 2026-11-22T08:30.",
  "The first line must name the columns; prefix and per_minute have to be among them.":
    "Den första raden måste namnge kolumnerna; prefix och per_minute måste vara med.",
  "This column stands there twice.": "Kolumnen finns två gånger.",
  "This line has more cells than the first line has columns.":
    "Raden har fler celler än den första raden har kolumner.",
  'Write "number" for a number with its country code, or "short" for one like 112.':
    "Skriv ”number” för ett nummer med landskod, eller ”short” för ett som 112.",
  "Write digits with the country code and without spaces, e.g. 4670; of kind short two to six digits, e.g. 112.":
    "Skriv siffror med landskod och utan mellanslag, t.ex. 4670; för kortnummer två till sex siffror, t.ex. 112.",
  "Write it with the country code instead of the leading zero, e.g. 4670 for 070.":
    "Skriv landskoden i stället för den inledande nollan, t.ex. 4670 för 070.",
  "This is a whole number of a person's line. A tariff goes by beginnings of numbers: leave its last digits out.":
    "Det här är ett helt nummer till en persons anslutning. En taxa går efter början på nummer: utelämna de sista siffrorna.",
  "A name has at most 60 characters and holds no telephone number or personal identity number.":
    "Ett namn har högst 60 tecken och innehåller inget telefonnummer eller personnummer.",
  'Write "out" or "in".': "Skriv ”out” (ut) eller ”in”.",
  'Write days as "mon-fri", "sat sun" or leave it empty for every day.':
    "Skriv dagar som ”mån-fre” eller ”lör sön”, eller lämna tomt för alla dagar.",
  "Write a time of the day as 08:00; 24:00 is its end.": "Skriv klockslag som 08:00; 24:00 är dygnets slut.",
  "Write an amount with at most four decimals, e.g. 0.45.": "Skriv ett belopp med högst fyra decimaler, t.ex. 0,45.",
  "Write whole seconds, at most 86400; an interval is at least one second.":
    "Skriv hela sekunder, högst 86400; ett intervall är minst en sekund.",
  "Another line for the same numbers holds at the same time.": "En annan rad för samma nummer gäller vid samma tid.",
  "The same numbers have at most {1} lines, each for other days or hours.":
    "Samma nummer har högst {1} rader, var och en för andra dagar eller tider.",
  "Stored calls of this company are being counted already. Ask again in some seconds.":
    "Företagets lagrade samtal räknas redan. Fråga igen om några sekunder.",
  "A tariff has at most {1} prefixes and {2} lines.": "En taxa har högst {1} prefix och {2} rader.",
  "The file holds no line with a price.": "Filen innehåller ingen rad med pris.",
};
