/** Sources, drivers and what is collected. */
export const collection = {
  "The country must be the two capital letters of one with a numbering plan, for example SE.":
    "Landet anges med två stora bokstäver och ska ha en nummerplan, till exempel SE.",
  "The option columns does not know column {1}: use - or {2}.":
    "Alternativet columns känner inte kolumn {1}: använd - eller {2}.",
  "The option columns needs at least start, dst and billsec (or duration).":
    "Alternativet columns behöver minst start, dst och billsec (eller duration).",
  "There is no such driver. Use one of {1}.": "Drivrutinen finns inte. Använd någon av {1}.",
  "The driver {1} does not know that option: {2}.": "Drivrutinen {1} känner inte det alternativet: {2}.",
  "The option {1} of {2} is one of {3}.": "Alternativet {1} för {2} är något av {3}.",
  "The option {1} is a whole number from 1 to {2}.": "Alternativet {1} är ett heltal mellan 1 och {2}.",
  "The segment is gone: another reader has taken it.": "Segmentet är borta: en annan läsare har tagit det.",
  "What was sent in pieces waited too long to be stored. Send it again.":
    "Det som skickades i delar väntade för länge på att lagras. Skicka det igen.",
  "The disk of the inbox is full: nothing more is collected. Make room on the disk that holds the Gallra home: what the telephone system keeps is read then, and what it does not keep is lost.":
    "Inkorgens disk är full: inget mer samlas in. Gör plats på disken där Gallras hem ligger: det som växeln har kvar läses då, och det som den inte sparar är förlorat.",
  "The disk of the inbox is nearly full, so that large files are not taken. Make room on the disk that holds the Gallra home.":
    "Inkorgens disk är nästan full, så stora filer tas inte emot. Frigör plats på disken där Gallras hem ligger.",
  "The inbox folder cannot be written. Give the user that runs Gallra write access to its home.":
    "Inkorgens mapp går inte att skriva i. Ge användaren som kör Gallra skrivrätt till hemmet.",
  "The inbox could not take a segment. Check the disk that holds the Gallra home.":
    "Inkorgen kunde inte ta emot ett segment. Kontrollera disken där Gallras hem ligger.",
  "The company of this source is closed; its segments wait in the inbox.":
    "Källans företag är stängt; segmenten väntar i inkorgen.",
  "This source does not exist; its segments wait in the inbox.": "Källan finns inte; segmenten väntar i inkorgen.",
  "The product of this source is unknown to this release. Install the newer one again.":
    "Den här versionen känner inte källans produkt. Installera den nyare igen.",
  "The serial line cannot be opened, or the modem on it does not answer. Check that it is plugged in, that no other program has it, and that the user of the collector may open it.":
    "Serieporten går inte att öppna, eller så svarar inte modemet. Kontrollera att det är inkopplat, att inget annat program har porten och att insamlarens användare får öppna den.",
  "Another collector holds this source by now. It reads on from the stored position.":
    "En annan insamlare har tagit över källan. Den läser vidare från den sparade platsen.",
  "What has been read cannot be deleted or moved at the other side. Give the user of the source the right to, or leave the files there.":
    "Det som har lästs kan inte tas bort eller flyttas hos motparten. Ge källans användare rätt till det, eller låt filerna ligga kvar.",
  "Some files of the source cannot be read. Give the user that runs Gallra read access to them.":
    "Några av källans filer går inte att läsa. Ge användaren som kör Gallra läsrätt till dem.",
  "The PBX sends compressed files, which are not read: it was told so, and nothing of them is stored. Set it to send its files as they are.":
    "Växeln skickar komprimerade filer, som inte läses: den har fått besked och inget av dem är lagrat. Ställ in den så att den skickar filerna som de är.",
  "Files of the PBX were not taken because of their names: they do not fit the pattern, or cannot be used. Look at the pattern of the source and at the names that the PBX gives.":
    "Växelns filer togs inte emot på grund av sina namn: de passar inte mönstret eller går inte att använda. Se på källans mönster och på namnen som växeln ger.",
  "A file of the PBX is larger than the source takes, and nothing of it is stored. Allow more megabytes for a file, or let the PBX send more often.":
    "En fil från växeln är större än källan tar emot och inget av den är lagrat. Tillåt fler megabyte per fil, eller låt växeln skicka oftare.",
  "The PBX writes over or behind a file that it has sent, which cannot be taken. Set it to send each file from its start, or a new file each time.":
    "Växeln skriver över eller efter en fil som den redan har skickat, och det går inte att ta emot. Ställ in den så att den skickar varje fil från början, eller en ny fil varje gång.",
  "The PBX sends more files, or opens more connections, at once than are taken. Set it to send one after the other; what was refused it sends again.":
    "Växeln skickar fler filer, eller öppnar fler anslutningar, på en gång än vad som tas emot. Ställ in den så att den skickar en i taget; det som avvisades skickar den igen.",
  "The PBX wants to send in a way that is not taken: by active transfers, or without the encryption that the source asks for. Set it to passive transfers, and to protected data where TLS is used.":
    "Växeln vill skicka på ett sätt som inte tas emot: med aktiva överföringar, eller utan den kryptering som källan kräver. Ställ in den på passiva överföringar, och på skyddade data där TLS används.",
  "The PBX knows only old encryption, which the source does not allow, so that it cannot sign in. Update it, or allow old encryption for this source.":
    "Växeln kan bara gammal kryptering, som källan inte tillåter, så den kan inte logga in. Uppdatera den, eller tillåt gammal kryptering för källan.",
  "The settings of the source cannot be used by this release. Look through them and save them again.":
    "Källans inställningar går inte att använda i den här versionen. Se över dem och spara igen.",
  "The inbox takes no more: its disk is full or cannot be written. Make room on the disk that holds the Gallra home: what the telephone system keeps is read then, and what it does not keep is lost.":
    "Inkorgen tar inte emot mer: disken är full eller går inte att skriva på. Gör plats på disken där Gallras hem ligger: det som växeln har kvar läses då, och det som den inte sparar är förlorat.",
  "The worker has not yet made today's inbox key. Start the worker; collection goes on by itself.":
    "Arbetaren har inte gjort dagens inkorgsnyckel än. Starta arbetaren; insamlingen går vidare av sig själv.",
  "The source could not be read. The collector's log tells the kind of error; it tries again by itself.":
    "Källan gick inte att läsa. I insamlarens logg står vilket slags fel det är; den prövas igen av sig självt.",
  // What the drivers say of themselves, on the form of a source.
  "Read against records of Asterisk's own test suite and the examples of its CDR specification.":
    "Prövad mot poster ur Asterisks egna tester och exemplen i dess CDR-beskrivning.",
  "The platform's own form, described with the product.":
    "Plattformens eget format, beskrivet tillsammans med produkten.",
  "Names of the columns in their order, for cdr_custom; - for one that is not wanted":
    "Kolumnernas namn i ordning, för cdr_custom; - för en som inte ska läsas",
  "Between the columns; a header line is also found by itself":
    "Mellan kolumnerna; en rubrikrad hittas också av sig själv",
  "Between the columns; found by itself without": "Mellan kolumnerna; känns av om inget anges",
  "Digits of the company's extensions; without it two to five digits count as one":
    "Siffror i företagets anknytningar; annars räknas två till fem siffror som en",
  "Dialplan contexts in which the company's own telephones dial, with commas":
    "Kontexter i nummerplanen där företagets egna telefoner ringer, med komma emellan",
  "Dialplan contexts in which calls from outside arrive, with commas":
    "Kontexter i nummerplanen där samtal utifrån kommer in, med komma emellan",
  "As in cdr.conf: times are UTC": "Som i cdr.conf: tiderna är UTC",
  "What the column userfield holds": "Vad kolumnen userfield innehåller",
  "The option charset is one of {1}.": "Alternativet charset är något av {1}.",
  "{1} is not written in UTF-16. Choose another charset, or auto.":
    "{1} är inte skriven i UTF-16. Välj en annan teckenuppsättning, eller auto.",
  "The driver {1} needs the option layout: docs/drivers/layouts.md says how.":
    "Drivrutinen {1} behöver alternativet layout: docs/drivers/layouts.md beskriver det.",
  "The layout is of the kind {1}: use the driver of that name, not {2}.":
    "Layouten är av slaget {1}: använd drivrutinen med det namnet, inte {2}.",
  "The layout: {1}.": "Layouten: {1}.",
  "The option columns of 3cx-cdr names the chosen fields in their order, with {1} among them and - for one that is not read. 3CX has {2}.":
    "Alternativet columns för 3cx-cdr anger de valda fälten i ordning, med {1} bland dem och - för ett som inte läses. 3CX har {2}.",
  "The option columns needs at least calldate, src and billsec (or duration).":
    "Alternativet columns behöver minst calldate, src och billsec (eller duration).",
  "The option columns needs at least eventtype, eventtime, channame and uniqueid.":
    "Alternativet columns behöver minst eventtype, eventtime, channame och uniqueid.",
  "The option template of avaya-cm-cdr lists the form's items and lengths, as in date:6,space:1,time:4,sec-dur:5.":
    "Alternativet template för avaya-cm-cdr räknar upp formulärets fält och längder, som i date:6,space:1,time:4,sec-dur:5.",
  "The option template of avaya-cm-cdr names an item twice.":
    "Alternativet template för avaya-cm-cdr anger samma fält två gånger.",
  "The option template of avaya-cm-cdr needs time and a number.":
    "Alternativet template för avaya-cm-cdr behöver time och ett nummer.",
  "The format customized of avaya-cm-cdr and the option template go together.":
    "Formatet customized för avaya-cm-cdr och alternativet template hör ihop.",
  "The option columns needs the names of all columns in their order, at least globalCallID_callId with dateTimeOrigination, callingPartyNumber and duration, or with dateTimeStamp and directoryNum.":
    "Alternativet columns behöver alla kolumners namn i ordning, minst globalCallID_callId med dateTimeOrigination, callingPartyNumber och duration, eller med dateTimeStamp och directoryNum.",
  "The option columns needs at least destination_number, billsec and one of start_stamp, start_epoch, answer_stamp or end_stamp.":
    "Alternativet columns behöver minst destination_number, billsec och en av start_stamp, start_epoch, answer_stamp eller end_stamp.",
  "This layout is for the driver {1}, not for {2}: choose that one.":
    "Layouten är för drivrutinen {1}, inte för {2}: välj den.",
  "The option columns is one of {1}.": "Alternativet columns är något av {1}.",
} as const;
