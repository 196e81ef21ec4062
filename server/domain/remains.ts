/** A sentence in both languages of the product; a signed statement carries both, so that nobody has to translate proof. */
export interface Told {
  readonly en: string;
  readonly sv: string;
}

interface Kind {
  readonly what: Told;
  readonly where: Told;
}

/**
 * Everything an erasure can leave behind, in words that stand on certificates for years: a code is never reused, and a changed
 * sentence changes only what is signed from then on.
 */
export const REMAINS = {
  held: {
    what: { en: "calls under a hold", sv: "samtal som är undantagna från radering" },
    where: {
      en: "this installation, under the key of the case; erased by itself when the hold ends",
      sv: "den här installationen, under ärendets nyckel; raderas av sig självt när undantaget upphör",
    },
  },
  restricted: {
    what: { en: "calls whose processing is restricted", sv: "samtal vars behandling är begränsad" },
    where: {
      en: "this installation, under the key of the case; erased by itself when the restriction ends",
      sv: "den här installationen, under ärendets nyckel; raderas av sig självt när begränsningen upphör",
    },
  },
  objected: {
    what: { en: "calls about which an objection is being examined", sv: "samtal som en invändning prövas om" },
    where: {
      en: "this installation, under the key of the case; erased by itself when the objection is decided",
      sv: "den här installationen, under ärendets nyckel; raderas av sig självt när invändningen är avgjord",
    },
  },
  "telephone-systems": {
    what: { en: "the telephone systems' own records", sv: "telefonsystemens egna uppgifter" },
    where: {
      en: "the systems themselves, which Gallra reads and cannot delete in; what they send again stays erased here",
      sv: "systemen själva, som Gallra läser men inte kan radera i; det de sänder igen förblir raderat här",
    },
  },
  "keyring-copies": {
    what: {
      en: "destroyed keys in copies of the keyring taken before",
      sv: "förstörda nycklar i kopior av nyckelringen från tiden innan",
    },
    where: {
      en: "copies of the keyring cluster that the operator made, with the root key of that time",
      sv: "kopior av nyckelringens kluster som driften har gjort, med den tidens rotnyckel",
    },
  },
  "inbox-copies": {
    what: {
      en: "files as they came, in copies taken before they were read",
      sv: "filer som de kom, i kopior från innan de lästes",
    },
    where: {
      en: "copies of the inbox; they open until their day's key is destroyed",
      sv: "kopior av inkorgen; de går att öppna tills dygnets nyckel förstörs",
    },
  },
  "raw-copies": {
    what: {
      en: "raw records without their numbers, in segments as they were before",
      sv: "rådata utan sina nummer, i segment som de såg ut innan",
    },
    where: {
      en: "copies of the data cluster; they open until their day's key ends",
      sv: "kopior av dataklustret; de går att öppna tills dygnets nyckel tar slut",
    },
  },
  "keyring-disk": {
    what: { en: "dead rows of the keyring", sv: "döda rader i nyckelringen" },
    where: { en: "its own disk, until the next scrub", sv: "dess egen disk, tills den skrivs om nästa gång" },
  },
  inbox: {
    what: {
      en: "segments not read yet; the number is left out when they are",
      sv: "segment som inte är lästa än; numret utelämnas när de läses",
    },
    where: { en: "inbox", sv: "inkorgen" },
  },
  undefined: {
    what: { en: "lines no driver understood", sv: "rader som ingen drivrutin förstod" },
    where: { en: "undefined lines", sv: "rader som inte förstods" },
  },
  exports: {
    what: { en: "exported files", sv: "exporterade filer" },
    where: { en: "exports", sv: "exporterna" },
  },
  selections: {
    what: { en: "hits in frozen selections", sv: "träffar i frysta urval" },
    where: { en: "data cluster", sv: "dataklustret" },
  },
  words: {
    what: { en: "lines of text that hold the digits", sv: "textrader som innehåller siffrorna" },
    where: { en: "audit, job queue or log files", sv: "granskningsloggen, jobbkön eller loggfilerna" },
  },
  rows: {
    what: { en: "rows that the re-search still found", sv: "rader som den nya sökningen ändå hittade" },
    where: { en: "data cluster and keyring", sv: "dataklustret och nyckelringen" },
  },
  "private-numbers": {
    what: {
      en: "numbers that stand on a list of private ones",
      sv: "nummer som står på en lista över privata nummer",
    },
    where: { en: "keyring; Processing, Private calls", sv: "nyckelringen; Bearbetning, Privata samtal" },
  },
  unguarded: {
    what: {
      en: "identifiers without a watermark, which would come back if they were sent again",
      sv: "identiteter utan vattenmärke, som skulle komma tillbaka om de sändes igen",
    },
    where: { en: "keyring", sv: "nyckelringen" },
  },
  unreadable: {
    what: {
      en: "sealed values that do not open and could not be looked into",
      sv: "förseglade värden som inte går att öppna och inte kunde genomsökas",
    },
    where: { en: "data cluster and inbox", sv: "dataklustret och inkorgen" },
  },
} as const satisfies Record<string, Kind>;

export type RemainCode = keyof typeof REMAINS;
