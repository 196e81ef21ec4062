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
};
