/** The keyring, its ledger and what is sealed. */
export const keyring = {
  "A raw segment opens but cannot be read: it was written by a newer release or damaged. Restore it from a backup.":
    "Ett råsegment öppnas men går inte att läsa: det skrevs av en nyare version eller är skadat. Återställ det från en säkerhetskopia.",
  "There is a file of this id already.": "Det finns redan en fil med det numret.",
  "This company has its keys already.": "Företaget har redan sina nycklar.",
  "The company's keys do not open: secrets/root.jwk is not the root key they were made with. Put the right file back from its copy.":
    "Företagets nycklar går inte att öppna: secrets/root.jwk är inte rotnyckeln de gjordes med. Lägg tillbaka rätt fil från dess kopia.",
  "The key of this inbox segment has been destroyed; the segment can no longer be read.":
    "Nyckeln till inkorgssegmentet är förstörd; segmentet går inte längre att läsa.",
  "This company has no keys in the keyring: it was never set up, or it has been off-boarded.":
    "Företaget har inga nycklar i nyckelringen: det sattes aldrig upp, eller har avslutats.",
  "A sealed value does not open: it was changed, moved, or sealed with another key. Restore it from a backup.":
    "Ett förseglat värde går inte att öppna: det har ändrats, flyttats eller förseglats med en annan nyckel. Återställ det från en säkerhetskopia.",
  "Another process has just destroyed something; try again.": "En annan process har just förstört något; försök igen.",
  'An entry of the ledger {1}. Run "ledger verify" to see which, and put the ledger back from its copy.':
    "En post i liggaren {1}. Kör ”ledger verify” för att se vilken, och lägg tillbaka liggaren från dess kopia.",
  "Another process holds {1}. Wait for it; if no Gallra process runs, remove that file.":
    "En annan process håller {1}. Vänta på den; om ingen Gallra-process är igång, ta bort filen.",
  "The ledger in {1} ends before entry {2}, which the keyring has seen. Put the ledger back from its copy; without it erased people could return.":
    "Liggaren i {1} slutar före post {2}, som nyckelringen har sett. Lägg tillbaka liggaren från dess kopia; utan den kan raderade personer komma tillbaka.",
  'The ledger does not continue what the keyring has seen. Run "ledger verify" and put the ledger back from its copy.':
    "Liggaren fortsätter inte där nyckelringen slutade. Kör ”ledger verify” och lägg tillbaka liggaren från dess kopia.",
  "This slice was destroyed or re-keyed meanwhile; look again.":
    "Dygnsnyckeln förstördes eller byttes under tiden; se efter igen.",
  "The keyring was made with another root key than secrets/root.jwk. Put the right file back from its copy; with this one nothing can be read.":
    "Nyckelringen gjordes med en annan rotnyckel än secrets/root.jwk. Lägg tillbaka rätt fil från dess kopia; med den här går inget att läsa.",
  "The keyring is being changed; the batch will be tried again.": "Nyckelringen ändras just nu; omgången prövas igen.",
  "This identifier is not in the keyring any more: it has been erased, or it has expired.":
    "Identiteten finns inte längre i nyckelringen: den är raderad eller gallrad.",
  "The {1} {2} ({3}). {4}.": "Nyckelfilen går inte att använda ({3}). Lägg tillbaka den från dess kopia.",
  "{1} is not a key that Gallra wrote. Put the right file back from its copy.":
    "{1} är ingen nyckel som Gallra har skrivit. Lägg tillbaka rätt fil från dess kopia.",
  "One of these slices has not reached its end. Look at the clock and at the list of what is due.":
    "En av dygnsnycklarna har inte nått sitt slut. Se efter vad klockan är och vad som ska gallras.",
  "This slice is not loaded any more: ask for it again.": "Dygnsnyckeln är inte längre framtagen: be om den igen.",
  "This statement is not valid: it was changed, or another installation signed it.":
    "Utlåtandet gäller inte: det har ändrats, eller är undertecknat av en annan installation.",
  "A generation is running already; keys status shows how far it is.":
    "En generation håller redan på; ”keys status” visar hur långt den har kommit.",
  "The copy of company {1} differs from its subjects in {2} rows; the old keys stay in use.":
    "Kopian av företag {1} skiljer sig från dess identiteter på {2} rader; de gamla nycklarna används tills vidare.",
  "A generation is under way: it gives this company new keys as well.":
    "En generation pågår: den ger även det här företaget nya nycklar.",
  "A generation is under way, and its root key (secrets/root-next.jwk) is missing. Put it back from its copy: companies that have changed over can be read with it alone.":
    "En generation pågår, och dess rotnyckel (secrets/root-next.jwk) saknas. Lägg tillbaka den från dess kopia: företag som redan har gått över kan bara läsas med den.",
  "A generation is under way. Let it end: it changes the root key as well.":
    "En generation pågår. Låt den gå klart: den byter även rotnyckeln.",
  "A change of the root key alone is under way. Let it end with: keys rotate --root.":
    "Ett byte av enbart rotnyckeln pågår. Slutför det med: keys rotate --root.",
  "A company could not be changed over: others held its tables all the time. It is tried again.":
    "Ett företag kunde inte gå över: dess tabeller var upptagna hela tiden. Det prövas igen.",
  "This keyring is a copy from before generation {1}, which ended on {2}: its root key has been destroyed, and what it holds must not return. Restore a copy that was made after that day.":
    "Nyckelringen är en kopia från före generation {1}, som slutade {2}: dess rotnyckel är förstörd, och det den innehåller får inte komma tillbaka. Återställ en kopia som gjordes efter den dagen.",
  'There is no company "{1}".': "Det finns inget företag som heter ”{1}”.",
  "The sheet is made at a terminal of the machine: gallra keys escrow.":
    "Nyckelbladet görs vid en terminal på maskinen: gallra keys escrow.",
  "A generation is under way already. It goes on by itself, also after a restart.":
    "En generation pågår redan. Den fortsätter av sig själv, även efter en omstart.",
  "This is signed, but it is no statement of a canary.":
    "Det här är undertecknat, men är inget utlåtande om en kanariefågel.",
  "No company could be measured.": "Inget företag kunde mätas.",
  "A canary is in flight already. Look again in a minute: gallra canary show":
    "En kanariefågel är redan ute. Se efter igen om en minut: gallra canary show",
} as const;
