import type { Sentences } from "../../../sentences.ts";

/** Of lines no driver understood. */
export const undefinedSentences: Sentences = {
  "Say of which source and day, and why.": "Ange källa och dag, och varför.",
  "This source does not exist. Look at the list again.": "Källan finns inte. Titta på listan igen.",
  "There is no such work under way. Look at the list again.": "Inget sådant pågår. Titta på listan igen.",
  "Lines of this source are being read again already. Wait for it, or cancel it.":
    "Rader från den här källan läses redan på nytt. Vänta på det, eller avbryt det.",
  "Lines of {1} sources are being read again already. Wait for one of them.":
    "Rader från {1} källor läses redan på nytt. Vänta på en av dem.",
  "Only a person can have lines read again.": "Bara en människa kan låta läsa rader på nytt.",
  "There is no such line any more on these days. Look at the list again.":
    "De dagarna finns ingen sådan rad längre. Titta på listan igen.",
  "This work names no source or driver.": "Arbetet nämner ingen källa eller drivrutin.",
  "So old no line becomes.": "Så gammal blir ingen rad.",
  "There is no such line any more on this day. Look at the list again.":
    "Den dagen finns ingen sådan rad längre. Titta på listan igen.",
  "More than {1} lines are not erased at once. Choose fewer days.":
    "Fler än {1} rader raderas inte på en gång. Välj färre dagar.",
  "Only a person can erase lines.": "Bara en människa kan radera rader.",
  "There are {1} such lines now, not {2}. Look at the list again before you erase them.":
    "Det finns {1} sådana rader nu, inte {2}. Titta på listan igen innan du raderar dem.",
  "Only a person can open a line.": "Bara en människa kan öppna en rad.",
  "You have opened {1} values and lines within an hour, and no more are shown. Wait a while, or download the day.":
    "Du har öppnat {1} värden och rader inom en timme, och fler visas inte. Vänta ett tag, eller ladda ner dagen.",
  "Your profile hides numbers, so that no line is shown: nothing says what stands in it.":
    "Din profil döljer nummer, så ingen rad visas: inget säger vad som står i den.",
};
