import { type Sentences, translate } from "../../../_ui/sentences.ts";
import type { Words } from "../../../_ui/words.ts";

/** What a layout says of a line that is no call and of fields, in the reader's language. What is not known here is shown as it was said. */
export function layoutWord(text: string, { language }: Words): string {
  return language === "sv" ? (translate(text, SWEDISH) ?? text) : text;
}

/** Why a line is no call, and what a field or a rule was used for. `{1}`, `{2}` stand for numbers. */
const SWEDISH: Sentences = {
  header: "rubrikrad",
  rule: "streck",
  "blank line": "tom rad",
  "no object": "inget objekt",
  "between records": "mellan poster",
  "the layout does not say": "layouten säger inget",
  "rule {1}": "regel {1}",
  "by sides": "efter sidorna",
  "by duration": "efter längden",
  otherwise: "annars",
  "no rule holds": "ingen regel gäller",
  "zero when": "räknas inte som samtal",
  "time {1}: start": "tid {1}: början",
  "time {1}: end": "tid {1}: slut",
  seconds: "sekunder",
  milliseconds: "millisekunder",
  minutes: "minuter",
  tenths: "tiondels minuter",
  clock: "klockslag",
  "not calls": "inget samtal",
  once: "en gång",
  time: "tid",
  duration: "längd",
  ring: "ringsignaler",
  cost: "kostnad",
  direction: "riktning",
  disposition: "hur det slutade",
  extension: "anknytning",
  trunk: "ledning",
  queue: "kö",
  "call id": "samtalets id",
  "part of": "del av",
  legs: "delar",
  "own phone": "egen sida",
  "other phone": "andra sidan",
  "calling phone": "den som ringde",
  "called phone": "den uppringda",
  "dialled phone": "slaget nummer",
  "caller phone": "annat nummer till den ringande",
  "redirecting phone": "vidarekopplad av",
  "transferred phone": "kopplad till",
  "calling name": "den ringandes namn",
  "called name": "den uppringdas namn",
  "calling ssn": "personnummer",
};
