/** Transports, credentials, tests of sources, and what may be reached from the collector's machine. */
export const sourceSentences = {
  "A test of yours is under way already. Wait for its answer.": "Ett prov av dig pågår redan. Vänta på dess svar.",
  "Colleagues of yours test sources at this moment. Wait for their answers.":
    "Kollegor till dig prövar källor just nu. Vänta på deras svar.",
  "The collector has taken the test and not answered. Test again.":
    "Insamlaren har tagit emot provet och inte svarat. Pröva igen.",
  "You have tested many times. Wait {1} s and test again.": "Du har prövat många gånger. Vänta {1} s och pröva igen.",
  "The way of a source stays. Add another source instead.":
    "En källas väg går inte att byta. Lägg till en annan källa i stället.",
  "The source would sign in somewhere else or in another way. Enter its credentials again.":
    "Källan skulle logga in någon annanstans eller på ett annat sätt. Skriv in dess uppgifter igen.",
  "There is a credential that the transport {1} does not have. It has: {2}.":
    "Det finns en inloggningsuppgift som transporten {1} inte har. Den har: {2}.",
  "This system writes personal identity numbers, and no ground for storing them is recorded. Record one under Retention, What is collected, or start the source without them: they are then left at the door.":
    "Systemet skriver personnummer, och ingen grund för att lagra dem är antecknad. Anteckna en under Gallring, Vad som samlas in, eller starta källan utan dem: då lämnas de vid dörren.",
  "No collector runs, so nothing can be tried. Start the collector, or test on its machine with gallra source test.":
    "Ingen insamlare är igång, så inget går att pröva. Starta insamlaren, eller pröva på dess maskin med gallra source test.",
  "There is no transport {1}. Name one of {2}.": "Transporten {1} finns inte. Ange någon av {2}.",
  "There is a setting that the transport {1} does not have. It has: {2}.":
    "Det finns en inställning som transporten {1} inte har. Den har: {2}.",
  "The file {1} {2}. Put it back from your copy of the secrets: credentials of sources are sealed with it.":
    "Filen {1} är borta eller skadad. Lägg tillbaka den från er kopia av hemligheterna: källornas inloggningsuppgifter är förseglade med den.",
  "A credential of the source does not open. Enter it again.":
    "En av källans inloggningsuppgifter går inte att öppna. Skriv in den igen.",
  "{1} is no network. Write it like 10.20.0.0/16 or 192.0.2.7.":
    "{1} är inget nät. Skriv till exempel 10.20.0.0/16 eller 192.0.2.7.",
  "Write what may be listened on like 0.0.0.0:5140-5149 or [::]:2055.":
    "Skriv var det får lyssnas, till exempel 0.0.0.0:5140-5149 eller [::]:2055.",
  "What the collector and the portal said to each other does not open. Test again.":
    "Det som insamlaren och portalen sade till varandra går inte att öppna. Pröva igen.",
  "Sources of this company may not connect there. The operator allows a network with gallra permit network on the machine of the collector.":
    "Företagets källor får inte ansluta dit. Driften tillåter ett nät med gallra permit network på insamlarens maskin.",
  "Sources of this company may not listen there. The operator allows an address and port, or a serial line, with gallra permit port on the machine of the collector.":
    "Företagets källor får inte lyssna där. Driften tillåter en adress och port, eller en seriell ledning, med gallra permit port på insamlarens maskin.",
  "The address and port cannot be listened on: a source that runs or another program has them, or the machine has no such address, or the port is below 1024 and the collector lacks the capability.":
    "Det går inte att lyssna på adressen och porten: en källa som är igång eller ett annat program har dem, maskinen har ingen sådan adress, eller porten ligger under 1024 och insamlaren saknar behörighet.",
  "The installation has no certificate to show to whoever connects. Start the portal once, which makes one, or set GALLRA_CERT and GALLRA_KEY for the collector.":
    "Installationen har inget certifikat att visa för den som ansluter. Starta portalen en gång, så görs ett, eller ange GALLRA_CERT och GALLRA_KEY för insamlaren.",
  "Messages were lost before they could be kept: the machine was too busy, or its disk too slow. How many is told by the source's page; its documentation says how to widen the buffer.":
    "Meddelanden gick förlorade innan de hann sparas: maskinen hade för mycket att göra, eller disken var för långsam. Källans sida säger hur många; dokumentationen säger hur bufferten görs större.",
  "Packets came with another shared secret, and were neither answered nor stored. Enter the same secret here and at the device.":
    "Paket kom med en annan delad hemlighet och blev varken besvarade eller lagrade. Ange samma hemlighet här och i enheten.",
  "Two sources on this address and port name the same sender, so that neither gets what it sends. Name each sender, or each host name, in one of them only.":
    "Två källor på adressen och porten anger samma avsändare, så ingen av dem får det den skickar. Ange varje avsändare, eller varje värdnamn, i bara en av dem.",
  "Somebody whom no source names sends to this address and port. Nothing of it is stored. If it is a device of yours, add its address or host name to its source.":
    "Någon som ingen källa anger skickar till adressen och porten. Inget av det lagras. Är det en av era enheter, lägg till dess adress eller värdnamn i dess källa.",
  "The host name of the source cannot be resolved. Check its spelling and the machine's name servers.":
    "Källans värdnamn går inte att slå upp. Kontrollera stavningen och maskinens namnservrar.",
  "The other side does not answer there, or has closed the connection. Check host, port and what lies between.":
    "Motparten svarar inte där, eller har stängt förbindelsen. Kontrollera värd, port och det som ligger emellan.",
  "The other side did not answer in time. It is tried again by itself.":
    "Motparten svarade inte i tid. Det prövas igen av sig självt.",
  "The other side refused the user or its credentials. Enter them again.":
    "Motparten godtog inte användaren eller uppgifterna. Skriv in dem igen.",
  "A credential of the source is missing, does not open, or is too short or too simple. Enter it again, as its field asks for it.":
    "En av källans inloggningsuppgifter saknas, går inte att öppna, eller är för kort eller för enkel. Skriv in den igen, så som dess fält begär.",
  "The other side's key or certificate has not been accepted yet. Test the source and accept what it shows.":
    "Motpartens nyckel eller certifikat är inte godkänt än. Pröva källan och godkänn det som visas.",
  "The other side shows another key or certificate than the accepted one, so the source has stopped. Ask who runs the PBX; if the change is theirs, test the source, accept the new one and start it.":
    "Motparten visar en annan nyckel eller ett annat certifikat än det godkända, så källan har stannat. Fråga den som sköter växeln; är ändringen deras, pröva källan, godkänn det nya och starta den.",
  "The certificate of the other side cannot be trusted: it has ended, or is made out to another name.":
    "Motpartens certifikat går inte att lita på: det har gått ut, eller är utfärdat för ett annat namn.",
  "The other side does not speak as expected. Check the transport and its settings.":
    "Motparten svarar inte som väntat. Kontrollera vägen och dess inställningar.",
  "The other side sends the question elsewhere, which is not followed. Enter the address that it names, if you trust it.":
    "Motparten hänvisar frågan någon annanstans, och det följs inte. Ange adressen den hänvisar till, om ni litar på den.",
  "The answer of the other side is larger than what is read at once. Ask for smaller pages or shorter spans of time.":
    "Motpartens svar är större än vad som läses på en gång. Be om mindre sidor eller kortare tider.",
  "The other side answers that it has failed itself. It is asked again by itself.":
    "Motparten svarar att den själv har fått ett fel. Den frågas igen av sig självt.",
  "The table, the query or a column of the source does not exist or may not be read.":
    "Källans tabell, fråga eller en kolumn finns inte, eller får inte läsas.",
  "The other side asks for fewer questions. It is asked again when it allows it.":
    "Motparten ber om färre frågor. Den frågas igen när den tillåter det.",
  "This transport needs software that is not installed on the machine of the collector. Its documentation says which.":
    "Vägen behöver program som inte finns på insamlarens maskin. I dokumentationen står vilka.",
} as const;
