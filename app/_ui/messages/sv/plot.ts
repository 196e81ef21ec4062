import type { Translation } from "../../words.ts";
import type { plot as english } from "../en/plot.ts";

export const plot: Translation<typeof english> = {
  "plot.table": "Tabell",
  "plot.picture": "Bild",
  "plot.total": "Summa",
};
