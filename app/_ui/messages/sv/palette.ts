import type { Translation } from "../../words.ts";
import type { palette as english } from "../en/palette.ts";

export const palette: Translation<typeof english> = {
  "palette.open": "Gå till",
  "palette.title": "Gå till en sida eller gör något",
  "palette.placeholder": "En sida, en åtgärd eller ett företag",
  "palette.help": "Pilarna väljer, Enter öppnar, Escape stänger.",
  "palette.nothing": "Inget heter så. Nummer söks på sidan Datahantering.",
  "palette.group.pages": "sida",
  "palette.group.actions": "åtgärd",
  "palette.group.companies": "företag",
  "palette.group.views": "sparad vy",
  "palette.group.look": "utseende",
  "palette.theme": "Utseende: {theme}",
  "palette.company": "Arbeta med {name}",
  "keys.title": "Kortkommandon",
  "keys.palette": "Gå till en sida eller gör något",
  "keys.sheet": "Det här bladet",
  "keys.search": "Till sidans sökruta",
  "keys.close": "Stäng det som är öppet",
  "keys.single": "Kommandon med en enda bokstav",
  "keys.single.help": "Avmarkera om en skärmläsare eller diktering behöver tangenterna. Ctrl K finns kvar.",
};
