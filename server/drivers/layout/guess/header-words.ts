/** What headers of call records say in English and Swedish, by what stands under them. A word is looked for as a whole piece of the header. */
const WORDS = {
  end: "end ended stop stopped slut sluttid disconnect disconnected hangup release released",
  start: "start started begin began setup originated origination starttid startdatum tidpunkt offered",
  answer: "answer answered connect connected svar svarstid besvarad",
  date: "date day datum dag",
  clock: "time clock tid klockslag kl",
  talk: "talk talktime conversation billsec billing billed samtalstid samtalslangd taltid connected bill talked",
  duration: "duration dur length langd lasted sec secs seconds sekunder sek callduration elapsed varaktighet",
  ring: "ring ringing ringtime ringtid ringsignal wait waiting vantetid alert alerting kotid queuetime",
  minutes: "min mins minutes minuter",
  milliseconds: "ms msec milliseconds millis",
  calling:
    "calling caller from src source anr anumber anummer a orig originating uppringande fran clid cli ani callerid cgpn avsandare",
  called:
    "called callee to dst dest destination dialed dialled bnr bnumber bnummer b term terminating uppringd till dnis cdpn slagit mottagare",
  own: "ext extn extension anknytning ankn anknyt station agent user anvandare handlaggare",
  other:
    "number no phone telephone tel telefon nummer telefonnummer external extern remote party outside customer kund",
  name: "name namn username displayname",
  direction: "direction dir riktning way io type typ calltype samtalstyp inout",
  outcome: "status disposition result resultat outcome answered answer besvarad cause state utfall svar",
  trunk: "trunk line linje port circuit gw gateway route ledning stam trunkgroup",
  queue: "queue ko skill group grupp acd huntgroup svarsgrupp",
  id: "id callid uuid uniqueid unique guid ref reference session sessionid lopnr lopnummer seq sequence globalid samtalsid recordid",
  cost: "cost kostnad charge price pris amount belopp avgift",
} as const;
export type HeaderWord = keyof typeof WORDS;

const KNOWN = new Map<HeaderWord, ReadonlySet<string>>(
  (Object.entries(WORDS) as [HeaderWord, string][]).map(([word, list]) => [word, new Set(list.split(" "))]),
);

/** Whether a header says this: `callerNumber`, `CALLER_NUMBER` and `Caller number` are the pieces caller and number. */
export function says(header: string | null, ...words: readonly HeaderWord[]): boolean {
  const pieces = header === null ? [] : piecesOf(header);
  return words.some((word) => pieces.some((piece) => KNOWN.get(word)?.has(piece) === true));
}

/** Pieces one by one and in pairs ("a" and "number" are "anumber" too), in small letters without marks. */
function piecesOf(header: string): string[] {
  const plain = header
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "");
  const pieces = plain.split(/[^a-z]+/).filter((piece) => piece !== "");
  const pairs = pieces.slice(1).map((piece, at) => `${pieces[at]}${piece}`);
  return [...pieces, ...pairs];
}

/** The header as the name of a field; null when nothing is left of it. */
export function fieldNameOf(header: string | null): string | null {
  const name = (header ?? "")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 30)
    .replace(/-+$/, "");
  return name === "" || name === "line" ? null : name;
}

/** Words for the way of a call and for how it ended, as systems write them. */
export const WAY_WORDS = {
  in: ["i", "in", "inc", "inb", "incoming", "inbound", "ink", "inkommande", "inkomna", "ingaende"],
  out: ["o", "u", "out", "outg", "outb", "outgoing", "outbound", "utg", "ut", "utgaende"],
  internal: ["int", "internal", "intern", "internt", "x", "local", "lokalt"],
} as const;

export const OUTCOME_WORDS = {
  answered: [
    "answered",
    "answer",
    "ans",
    "ok",
    "connected",
    "normal",
    "besvarat",
    "besvarad",
    "svarat",
    "yes",
    "ja",
    "accepted",
    "completed",
    "success",
  ],
  "no-answer": [
    "no answer",
    "noanswer",
    "no_answer",
    "no-answer",
    "unanswered",
    "missed",
    "na",
    "ej svar",
    "obesvarat",
    "obesvarad",
    "missat",
    "no",
    "nej",
    "abandoned",
    "not answered",
  ],
  busy: ["busy", "upptaget", "engaged"],
  failed: ["failed", "fail", "error", "fel", "congestion", "rejected", "misslyckat"],
} as const;

/** In small letters without marks, as the lists have them. */
export function plainWord(text: string): string {
  return text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
}
