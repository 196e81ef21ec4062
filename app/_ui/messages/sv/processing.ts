import type { Translation } from "../../words.ts";
import type { processing as english } from "../en/processing.ts";

export const processing: Translation<typeof english> = {
  "nav.processing": "Bearbetning",
  "permissions.processing": "Bearbetning",
  "permission.processing.see": "Se hur samtal läses och sorteras, och statistiken över det",
  "permission.processing.change": "Ändra reglerna för hur samtal läses och sorteras, och bevakningen",
  "processing.parts": "Bearbetningens sidor",
  "processing.statistics.title": "Statistik",
  "processing.statistics.lead":
    "Vad det blev av allt som togs emot, per dag och källa. Bara antal: ingen människa går att utläsa ur dem.",
  "processing.undefined.title": "Rader som inte förstods",
  "processing.layouts.title": "Layouter",
  "processing.thresholds.title": "Trösklar",
  "processing.tariffs.title": "Taxor",
  "processing.private.title": "Privat och tjänste",
  "processing.filters.title": "Filter och skydd",
  "alarm.guard-source": {
    one: "{name} har inte gett något samtal på {count} arbetsminut",
    other: "{name} har inte gett något samtal på {count} arbetsminuter",
  },
  "alarm.guard-source.help":
    "Bevakningens tid har gått ut. Se till växeln, sedan till källan, insamlaren och arbetaren.",
  "alarm.guard-company": {
    one: "Ingen källa har gett något samtal på {count} arbetsminut",
    other: "Ingen källa har gett något samtal på {count} arbetsminuter",
  },
  "alarm.guard-company.help": "Tiden för företagets bevakning har gått ut. Samlas något in, och är arbetaren igång?",
  "alarm.frames-missing": {
    one: "Det blev inget av {count} post från {name}",
    other: "Det blev inget av {count} poster från {name}",
  },
  "alarm.frames-missing.help":
    "Varje post blir ett samtal, en del av ett samtal, en rad som inte är något samtal eller en rad som inte förstods. Spara dagens filer och hör av dig till oss.",
};
