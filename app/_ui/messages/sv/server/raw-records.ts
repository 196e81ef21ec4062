import type { Sentences } from "../../../sentences.ts";

/** Of raw records that are verified or read again. */
export const rawSentences: Sentences = {
  "Only a person can have calls read again.": "Bara en människa kan låta läsa samtal på nytt.",
  "Only a person can have raw records verified.": "Bara en människa kan låta kontrollera råposter.",
  "Raw records of this source are being verified or read again already. Wait for it, or cancel it.":
    "Råposter från den här källan kontrolleras eller läses redan på nytt. Vänta på det, eller avbryt det.",
  "Raw records of {1} sources are at work already. Wait for one of them.":
    "Arbete pågår redan med råposter från {1} källor. Vänta på ett av dem.",
  "There is no raw record of calls on these days. Look at the list again.":
    "De dagarna finns ingen råpost till något samtal. Titta på listan igen.",
  "This work names no driver.": "Arbetet nämner ingen drivrutin.",
  "A raw segment opens and cannot be read.": "Ett råsegment går att öppna men inte att läsa.",
};
