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
} as const;
