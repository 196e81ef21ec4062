import type { Translation } from "../../words.ts";
import type { data as english } from "../en/data.ts";

export const data: Translation<typeof english> = {
  "data.title": "Datahantering",
  "data.lead": "Hitta allt som finns lagrat om ett telefonnummer eller personnummer. Exportera det, eller radera det i varje kopia.",
  "data.type": "Typ",
  "data.type.detect": "Känn av",
  "data.type.phone": "Telefonnummer",
  "data.type.ssn": "Personnummer",
  "data.box": "Nummer, hur det än skrivs",
  "data.box.example": "070-174 06 05, 00467…, 19811228-…",
  "data.find": "Sök",
  "data.start": "Skriv ett nummer och tryck Enter",
  "data.start.help": "Alla skrivsätt hittar: med +46, 0046 eller 0, med mellanslag, som SIP-adress; personnummer med tio eller tolv siffror. Varje sökning loggas.",
};
