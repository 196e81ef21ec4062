import type { DecodeContext, Decoded, Decoder, Driver, DriverOptions } from "../driver.ts";
import { type Leg, OTHERS, readCall } from "../freeswitch/call.ts";
import { joinLegs, legOf } from "../freeswitch/join.ts";
import { LEGS_OPTION, told } from "../freeswitch/legs-option.ts";
import { type Part, partAt } from "../freeswitch/parts.ts";
import { readSite, SITE_OPTIONS, type Site } from "../freeswitch/sides.ts";
import { FRAME_LIMIT } from "../framing.ts";
import { type JsonNode, jsonAt, jsonText, readJson } from "../json-offsets.ts";
import { readOptions } from "../options.ts";
import { byteOrderMark, byteText, isBinaryFrame, isBlank } from "../text.ts";
import type { FrameText } from "../values.ts";

/** The records of FreeSWITCH's mod_json_cdr, one object a leg (docs/drivers/freeswitch-json-cdr.md). */
export const freeswitchJsonCdr: Driver = {
  id: "freeswitch-json-cdr",
  title: "FreeSWITCH call detail records, JSON",
  product: "pbx",
  formats: ["json"],
  framing: { kind: "json" },
  options: [LEGS_OPTION, ...SITE_OPTIONS],
  confirmed: {
    by: "real-records",
    note: "FreeSWITCH's mod_json_cdr, with and without encode-values; read against the real record of one leg.",
  },
  configure(given: DriverOptions): Decoder {
    const values = readOptions("freeswitch-json-cdr", freeswitchJsonCdr.options, given);
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
  if (/^[\s,[\]]+$/.test(text)) return { kind: "nothing", reason: "bracket of a list" };
  const node = readJson(text, byteOrderMark(text));
  if (node?.kind !== "object") return { kind: "undefined", reason: "json: not one object" };
  const variables = jsonAt(node, "variables");
  if (variables?.kind !== "object") return { kind: "undefined", reason: "variables: none" };
  const leg = legFrom({ frame, text }, node, variables);
  const record = readCall(leg, site, context);
  return typeof record === "string" ? { kind: "undefined", reason: record } : told(leg, record, firstLegsOnly, legOf);
}

type JsonObject = Extract<JsonNode, { kind: "object" }>;

function legFrom(source: FrameText, root: JsonObject, variables: JsonObject): Leg {
  const encoded = isEncoded(source, variables);
  const flows = callflows(root);
  const part = (node: JsonNode | null | undefined): Part | null => {
    if (node === null || node === undefined || node.kind === "object" || node.kind === "array") return null;
    const found = partAt(source, node.start, node.end, encoded);
    if (found === null || node.kind !== "string" || !node.escaped) return found;
    // What stands between blanks is the same text without its escapes.
    const text = (jsonText(source, node) ?? "").trim();
    return text === "" ? null : { ...found, text };
  };
  const [newest, oldest] = [profileOf(flows[0]), profileOf(flows.at(-1))];
  const fields: Field[] = [];
  for (const flow of flows) addFields(flow, fields);
  return {
    ...source,
    others: (name) => {
      const found: Part[] = [];
      for (const field of fields) {
        const told = field.name === name ? part(field.node) : null;
        if (told !== null) found.push(told);
      }
      return found;
    },
    variable: (name) =>
      part(variables.fields.get(name) ?? (name === "direction" ? jsonAt(root, "channel_data.direction") : null)),
    profile: (name, which) => part((which === "newest" ? newest : oldest)?.get(name)),
  };
}

function profileOf(flow: JsonNode | undefined): ReadonlyMap<string, JsonNode> | null {
  const profile = flow?.kind === "object" ? flow.fields.get("caller_profile") : undefined;
  return profile?.kind === "object" ? profile.fields : null;
}

interface Field {
  readonly name: string;
  readonly node: JsonNode;
}

/** The fields that hold another's number or name, wherever they stand; as deep as `readJson` goes. */
function addFields(node: JsonNode, found: Field[]): void {
  if (node.kind === "array") for (const item of node.items) addFields(item, found);
  if (node.kind !== "object") return;
  for (const [name, field] of node.fields) if (OTHERS.has(name)) found.push({ name, node: field });
  for (const field of node.fields.values())
    if (field.kind === "object" || field.kind === "array") addFields(field, found);
}

/** Newest first, as FreeSWITCH writes them; older releases wrote one object. */
function callflows(root: JsonObject): readonly JsonNode[] {
  const flow = root.fields.get("callflow");
  if (flow?.kind === "array") return flow.items;
  return flow === undefined ? [] : [flow];
}

/** With `encode-values` no variable holds a blank or a colon, which its dates and addresses cannot do without. */
function isEncoded(source: FrameText, { fields }: JsonObject): boolean {
  for (const name of ["start_stamp", "end_stamp", "channel_name", "sip_from_uri"]) {
    const node = fields.get(name);
    if (node?.kind === "string" && node.end > node.start)
      return /%[0-9A-Fa-f]{2}/.test(source.text.slice(node.start, node.end));
  }
  return false;
}
