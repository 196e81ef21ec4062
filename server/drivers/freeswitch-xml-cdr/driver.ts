import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { type Leg, readCall } from "../freeswitch/call.ts";
import { joinLegs, legOf } from "../freeswitch/join.ts";
import { LEGS_OPTION, told } from "../freeswitch/legs-option.ts";
import type { Part } from "../freeswitch/parts.ts";
import { readSite, SITE_OPTIONS, type Site } from "../freeswitch/sides.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinary, isBlank } from "../text.ts";
import { urlDecoded } from "../url-decoded.ts";
import { type FrameText, trimmed } from "../values.ts";
import { readXml, type XmlNode, xmlAt, xmlText } from "../xml-offsets.ts";

/** The records of FreeSWITCH's mod_xml_cdr, one element a leg (docs/drivers/freeswitch-xml-cdr.md). */
export const freeswitchXmlCdr: Driver = {
  id: "freeswitch-xml-cdr",
  title: "FreeSWITCH call detail records, XML",
  product: "pbx",
  formats: ["xml"],
  framing: { kind: "xml", element: "cdr" },
  options: [LEGS_OPTION, ...SITE_OPTIONS],
  confirmed: {
    by: "real-records",
    note: "FreeSWITCH's mod_xml_cdr, with and without encode-values; read against a shortened real record of one leg.",
  },
  configure(given: DriverOptions): Decoder {
    const values = readOptions("freeswitch-xml-cdr", freeswitchXmlCdr.options, given);
    const site = readSite(values);
    return (frame, context) => decode(frame, context, site, values.legs === "a");
  },
  join: joinLegs,
};

function decode(frame: Uint8Array, context: DecodeContext, site: Site, firstLegsOnly: boolean): Decoded {
  if (frame.length >= FRAME_LIMIT) return { kind: "undefined", reason: "too-long: a record of 64 KiB or more" };
  const text = byteText(frame);
  if (isBlank(text)) return { kind: "nothing", reason: "blank line" };
  if (isBinary(text)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const root = readXml(text);
  if (root === null) return { kind: "undefined", reason: "xml: no element" };
  if (root.name !== "cdr") return { kind: "nothing", reason: "element of a list" };
  const variables = xmlAt(root, "variables");
  if (variables === null) return { kind: "undefined", reason: "variables: none" };
  const leg = legFrom({ frame, text }, root, variables);
  const record = readCall(leg, site, context);
  return typeof record === "string" ? { kind: "undefined", reason: record } : told(leg, record, firstLegsOnly, legOf);
}

function legFrom(source: FrameText, root: XmlNode, variables: XmlNode): Leg {
  const encoded = isEncoded(source, variables);
  const profiles = root.children.flatMap((child) => (child.name === "callflow" ? [child] : []));
  const byName = new Map<string, XmlNode>();
  // Of an element that stands twice the first with something in it counts.
  for (const child of variables.children) {
    const known = byName.get(child.name);
    if (known === undefined || partOf(source, known, encoded) === null) byName.set(child.name, child);
  }
  const part = (node: XmlNode | null | undefined) => partOf(source, node ?? null, encoded);
  const [newest, oldest] = [fieldsOf(profiles[0]), fieldsOf(profiles.at(-1))];
  const elements = new Map<string, XmlNode[]>();
  for (const flow of profiles) addElements(flow, elements);
  return {
    ...source,
    variable: (name) => part(byName.get(name) ?? (name === "direction" ? xmlAt(root, "channel_data.direction") : null)),
    profile: (name, which) => part((which === "newest" ? newest : oldest).get(name)),
    others: (name) => (elements.get(name) ?? []).map(part).filter((found) => found !== null),
  };
}

/** The caller's profile of a callflow; of an element that stands twice the first. */
function fieldsOf(flow: XmlNode | undefined): ReadonlyMap<string, XmlNode> {
  const fields = new Map<string, XmlNode>();
  for (const child of xmlAt(flow ?? null, "caller_profile")?.children ?? [])
    if (!fields.has(child.name)) fields.set(child.name, child);
  return fields;
}

/** What an element says, and where: without the blanks around it and the frame of a CDATA section. */
function partOf(source: FrameText, node: XmlNode | null, encoded: boolean): Part | null {
  const written = xmlText(source, node?.text);
  if (node?.text == null || written === null) return null;
  const span = trimmed(source.text, node.text.start, node.text.end);
  const lines = span === null ? null : withoutBreaks(source.text, span.start, span.end);
  if (lines === null) return null;
  const [start, end] = source.text.startsWith(CDATA, lines.start)
    ? [lines.start + CDATA.length, lines.end - "]]>".length]
    : [lines.start, lines.end];
  return start >= end ? null : { start, end, text: encoded ? urlDecoded(written) : written };
}

const CDATA = "<![CDATA[";

function withoutBreaks(text: string, from: number, to: number): { start: number; end: number } | null {
  let [start, end] = [from, to];
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return start < end ? { start, end } : null;
}

/** The elements by their names wherever they stand in it; as deep as `readXml` goes. */
function addElements(node: XmlNode, elements: Map<string, XmlNode[]>): void {
  const known = elements.get(node.name);
  if (known === undefined) elements.set(node.name, [node]);
  else known.push(node);
  for (const child of node.children) addElements(child, elements);
}

/** With `encode-values` no variable holds a blank or a colon, which its dates and addresses cannot do without. */
function isEncoded(source: FrameText, variables: XmlNode): boolean {
  for (const name of ["start_stamp", "end_stamp", "channel_name", "sip_from_uri"]) {
    const span = xmlAt(variables, name)?.text;
    if (span != null && span.end > span.start) return /%[0-9A-Fa-f]{2}/.test(source.text.slice(span.start, span.end));
  }
  return false;
}
