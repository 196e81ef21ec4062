import type { Sentences } from "../../../sentences.ts";

/** What the filter and the shield refuse. */
export const gate: Sentences = {
  "Write the digits of one number, or the beginning of numbers with a * behind it: 020-50 50 50, 08-465 00*.":
    "Skriv siffrorna i ett nummer, eller början på nummer med * efter: 020-50 50 50, 08-465 00*.",
  "Write the beginning of numbers with its area code or country code: 08-465 00*, +46 8 465 00*.":
    "Skriv början på nummer med riktnummer eller landsnummer: 08-465 00*, +46 8 465 00*.",
  "Write the number with its area code, or with + and its country code.":
    "Skriv numret med riktnummer, eller med + och landsnummer.",
  "No numbering plan knows this number. Write it with its area code, or with + and its country code.":
    "Ingen nummerplan känner till numret. Skriv det med riktnummer, eller med + och landsnummer.",
  "No numbering plan knows numbers that begin like this.": "Ingen nummerplan har nummer som börjar så.",
  "The beginning needs at least two digits behind the country code, or it means half a country.":
    "Början behöver minst två siffror efter landsnumret, annars betyder den ett halvt land.",
  "This is a mobile number, and may be a person's: numbers of persons stand in no rule. To erase a person, search for the number in Data management.":
    "Det här är ett mobilnummer och kan vara en persons: personers nummer står inte i någon regel. Sök på numret i Datahantering för att radera en person.",
  "A number in it may be a person's. Confirm that all of them belong to organisations, or leave it out: numbers of persons stand in no rule.":
    "Ett nummer kan vara en persons. Bekräfta att alla tillhör organisationer, eller utelämna det: personers nummer står inte i någon regel.",
  "Say which calls the rule means: one that asks nothing would mean them all.":
    "Ange vilka samtal regeln gäller: en som inget frågar efter skulle gälla alla.",
  "Name the first or the last day.": "Ange första eller sista dagen.",
  "The first day lies after the last.": "Första dagen ligger efter den sista.",
  "A rule names a source that the company does not have.": "En regel anger en källa som företaget inte har.",
  "Somebody else has changed these rules meanwhile. Load them again, then change them.":
    "Någon annan har ändrat reglerna under tiden. Ladda om dem och ändra sedan.",
  "This takes something out of the shield: confirm that it is meant. It goes on being shielded for {1} hours, and comes back by being asked for again.":
    "Det här tar bort något ur skyddet: bekräfta att det är meningen. Det förblir skyddat i {1} timmar och kommer tillbaka om det läggs till igen.",
  "Write extensions, ranges and beginnings: 2041, 2000-2099, 31*.":
    "Skriv anknytningar, intervall och början: 2041, 2000-2099, 31*.",
  "The filter and the shield of the company cannot be read, so that nothing is collected. Look through them under Processing and save them again.":
    "Företagets filter och skydd kan inte läsas, därför samlas inget in. Gå igenom dem under Bearbetning och spara dem igen.",
  "The filter or the shield was set while records of this source waited. It goes on by itself once the worker has read them.":
    "Filtret eller skyddet ändrades medan poster från källan väntade. Det går vidare av sig självt när arbetaren har läst dem.",
  "Write a time as 08:30.": "Skriv en tid som 08:30.",
};
