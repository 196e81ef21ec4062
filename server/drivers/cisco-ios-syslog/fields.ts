/** A value of a record and where it stands. */
export interface Field {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Fields = ReadonlyMap<string, Field>;

/** The names of a call's record; only these begin a field, since texts of causes have commas in them. */
const NAMES = new Set(
  "CallLegType ConnectionId SetupTime PeerAddress PeerSubAddress DisconnectCause DisconnectText ConnectTime DisconnectTime CallOrigin ChargedUnits InfoType TransmitPackets TransmitBytes ReceivePackets ReceiveBytes"
    .split(" ")
    .map((name) => name.toLowerCase()),
);

/** `PeerSubAddress`: at least two words in one. */
const OTHER_NAME = /^[A-Z][a-z]+[A-Z][A-Za-z]*$/;

/** `CallLegType 1, ConnectionId BA55719E F8C10015 0 1B1E08, ...`: by their names in lower case, the first of each. */
export function readCallFields(text: string, from: number, to: number): Fields {
  const fields = new Map<string, Field>();
  let open: { name: string; start: number } | null = null;
  for (let at = from; at < to; ) {
    const comma = text.indexOf(",", at);
    const end = comma < 0 || comma > to ? to : comma;
    const begun = nameAt(text, at, end);
    if (begun !== null) {
      if (open !== null) put(fields, open.name, text, open.start, at - 1);
      open = begun;
    }
    at = end + 1;
  }
  if (open !== null) put(fields, open.name, text, open.start, to);
  return fields;
}

function nameAt(text: string, from: number, to: number): { name: string; start: number } | null {
  let start = from;
  while (start < to && text.charCodeAt(start) === 0x20) start++;
  let end = start;
  while (end < to && end - start < 40 && text.charCodeAt(end) !== 0x20) end++;
  const word = text.slice(start, end);
  const name = MET.get(word) ?? nameOf(word);
  return name === null ? null : { name, start: end };
}

function nameOf(word: string): string | null {
  const name = word.toLowerCase();
  if (!NAMES.has(name) && !OTHER_NAME.test(word)) return null;
  if (MET.size > 500) MET.clear();
  MET.set(word, name);
  return name;
}

/** Names as routers write them, met before. */
const MET = new Map<string, string>();

/** `FEAT_VSA=fn:TWC,ft:12/16/2010 10:14:59.190,cgn:...`: by their names in lower case. */
export function readFeatureFields(text: string, from: number, to: number): Fields {
  const fields = new Map<string, Field>();
  const equals = text.indexOf("FEAT_VSA=", from);
  for (let at = equals < 0 ? from : equals + 9; at < to; ) {
    const comma = text.indexOf(",", at);
    const end = comma < 0 || comma > to ? to : comma;
    const colon = text.indexOf(":", at);
    if (colon > at && colon < end) put(fields, text.slice(at, colon).trim().toLowerCase(), text, colon + 1, end);
    at = end + 1;
  }
  return fields;
}

function put(fields: Map<string, Field>, name: string, text: string, from: number, to: number): void {
  let [start, end] = [from, Math.max(from, to)];
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  if (!fields.has(name)) fields.set(name, { text: text.slice(start, end), start, end });
}

/**
 * The id that the legs of a call share, however it is written: in blocks with blanks or without, with or without the zeros
 * that each block of eight begins with. Null for none.
 */
export function connectionId(text: string): string | null {
  const written = text.trim().toUpperCase();
  const plain = blocksOf(written).map(withoutZeros).join("");
  return isZeros(plain) || !isHexBlocks(written) ? null : plain;
}

function blocksOf(written: string): string[] {
  if (written.length === 32 && !written.includes(" ")) return written.match(/.{8}/g) ?? [];
  return written.split(" ").filter((block) => block !== "");
}

/** Digits and A to F in blocks of at most 32. */
function isHexBlocks(written: string): boolean {
  let length = 0;
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at);
    if (code === 0x20) length = 0;
    else if (++length > 32 || !((code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46))) return false;
  }
  return true;
}

function withoutZeros(block: string): string {
  let at = 0;
  while (at < block.length - 1 && block.charCodeAt(at) === 0x30) at++;
  return at === 0 ? block : block.slice(at);
}

function isZeros(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== 0x30) return false;
  return true;
}
