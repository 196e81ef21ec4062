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

const OTHER_NAME = /^[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+$/;

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
  return NAMES.has(word.toLowerCase()) || OTHER_NAME.test(word) ? { name: word.toLowerCase(), start: end } : null;
}

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
  const blocks =
    /^[\dA-F]{32}$/.test(written) && !written.includes(" ") ? (written.match(/.{8}/g) ?? []) : written.split(/ +/);
  if (!blocks.every((block) => /^[\dA-F]{1,32}$/.test(block))) return null;
  const plain = blocks.map((block) => block.replace(/^0+(?=.)/, "")).join("");
  return /^0*$/.test(plain) ? null : plain;
}
