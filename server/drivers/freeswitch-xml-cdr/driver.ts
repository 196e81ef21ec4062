import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { AskedNames } from "../freeswitch/asked-names.ts";
import { type Leg, OTHERS, readCall } from "../freeswitch/call.ts";
import { joinLegs, legOf } from "../freeswitch/join.ts";
import { LEGS_OPTION, told } from "../freeswitch/legs-option.ts";
import type { Part } from "../freeswitch/parts.ts";
import { readSite, SITE_OPTIONS, type Site } from "../freeswitch/sides.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { readOptions } from "../options.ts";
import { byteText, isBinaryFrame, isBlank } from "../text.ts";
import { urlDecoded } from "../url-decoded.ts";
import { type FrameText, trimmed } from "../values.ts";
import { childNamed, readXml, type Span, type XmlNode, xmlAt, xmlText } from "../xml-offsets.ts";

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
  if (isBinaryFrame(frame)) return { kind: "undefined", reason: "binary: bytes that no text holds" };
  const root = readXml(text);
  if (root === null) return { kind: "undefined", reason: "xml: no element" };
  if (root.name !== "cdr") return { kind: "nothing", reason: "element of a list" };
  const variables = childNamed(root, "variables");
  if (variables === null) return { kind: "undefined", reason: "variables: none" };
  const leg = legFrom({ frame, text }, root, variables);
  const record = readCall(leg, site, context);
  return typeof record === "string" ? { kind: "undefined", reason: record } : told(leg, record, firstLegsOnly, legOf);
}

function legFrom(source: FrameText, root: XmlNode, variables: XmlNode): Leg {
  const encoded = isEncoded(source, variables);
  const part = (node: XmlNode | null | undefined) => (node == null ? null : partOf(source, node, encoded));
  const asked = ASKED.collect(variables.children, (child) => partOf(source, child, encoded) !== null);
  const profiles = root.children.filter((child) => child.name === "callflow");
  const newest = fieldsOf(profiles[0]);
  const oldest = profiles.length > 1 ? fieldsOf(profiles.at(-1)) : newest;
  const others: XmlNode[] = [];
  for (const flow of profiles) addElements(flow, others);
  return {
    ...source,
    variable: (name) => part(asked(name) ?? (name === "direction" ? xmlAt(root, "channel_data.direction") : null)),
    profile: (name, which) => part((which === "newest" ? newest : oldest)(name)),
    others: (name) => {
      const found: Part[] = [];
      for (const node of others) {
        const told = node.name === name ? part(node) : null;
        if (told !== null) found.push(told);
      }
      return found;
    },
  };
}

/** The variables that calls are read from, of the hundreds that a record has. Of one that stands twice the first with something in it counts. */
const ASKED = new AskedNames<XmlNode>();

/** The caller's profile of a callflow; of an element that stands twice the first. */
function fieldsOf(flow: XmlNode | undefined): (name: string) => XmlNode | undefined {
  return ASKED_OF_PROFILES.collect(childNamed(flow ?? null, "caller_profile")?.children ?? [], () => true);
}

const ASKED_OF_PROFILES = new AskedNames<XmlNode>();

/** What an element says, and where: without the blanks around it and the frame of a CDATA section. */
function partOf(source: FrameText, node: XmlNode, encoded: boolean): Part | null {
  if (node.text === null) return null;
  return isPlain(source.text, node.text)
    ? plainPart(source.text, node.text, encoded)
    : markedPart(source, node.text, encoded);
}

/** ASCII without entities and sections, as nearly everything is. */
function isPlain(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3c || code === 0x26 || code > 0x7e) return false;
  }
  return true;
}

function plainPart(text: string, span: Span, encoded: boolean): Part | null {
  const bounds = withoutBreaks(text, span.start, span.end);
  if (bounds === null) return null;
  const written = text.slice(bounds.start, bounds.end);
  return { text: encoded ? urlDecoded(written) : written, start: bounds.start, end: bounds.end };
}

function markedPart(source: FrameText, text: Span, encoded: boolean): Part | null {
  const written = xmlText(source, text);
  if (written === null) return null;
  const span = trimmed(source.text, text.start, text.end);
  const lines = span === null ? null : withoutBreaks(source.text, span.start, span.end);
  if (lines === null) return null;
  const [start, end] = source.text.startsWith(CDATA, lines.start)
    ? [lines.start + CDATA.length, lines.end - "]]>".length]
    : [lines.start, lines.end];
  return start >= end ? null : { text: encoded ? urlDecoded(written) : written, start, end };
}

const CDATA = "<![CDATA[";

function withoutBreaks(text: string, from: number, to: number): { start: number; end: number } | null {
  let [start, end] = [from, to];
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return start < end ? { start, end } : null;
}

/** The elements in it that hold another's number or name, wherever they stand; as deep as `readXml` goes. */
function addElements(node: XmlNode, found: XmlNode[]): void {
  if (OTHERS.has(node.name)) found.push(node);
  for (const child of node.children) addElements(child, found);
}

/** With `encode-values` no variable holds a blank or a colon, which its dates and addresses cannot do without. */
function isEncoded(source: FrameText, variables: XmlNode): boolean {
  for (const name of ["start_stamp", "end_stamp", "channel_name", "sip_from_uri"]) {
    const span = childNamed(variables, name)?.text;
    if (span != null && span.end > span.start) return /%[0-9A-Fa-f]{2}/.test(source.text.slice(span.start, span.end));
  }
  return false;
}
