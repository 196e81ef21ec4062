import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, isNumberText } from "../values.ts";
import type { Layout } from "./columns.ts";
import { addCell, boundsOf, type Row, textIn } from "./row.ts";

/** In the order in which they count: a number named twice is the first of these. */
const NUMBERS: readonly (readonly [string, Role])[] = [
  ["callingpartynumber", "calling"],
  ["finalcalledpartynumber", "called"],
  ["originalcalledpartynumber", "dialled"],
  ["lastredirectdn", "redirecting"],
  ["outpulsedcallingpartynumber", "caller"],
  ["outpulsedcalledpartynumber", "dialled"],
  ["outpulsedoriginalcalledpartynumber", "dialled"],
  ["outpulsedlastredirectingnumber", "redirecting"],
  ["huntpilotdn", "dialled"],
  ["mobilecallingpartynumber", "caller"],
  ["finalmobilecalledpartynumber", "transferred"],
  ["callingpartynumber_uri", "caller"],
  ["originalcalledpartynumber_uri", "dialled"],
  ["finalcalledpartynumber_uri", "dialled"],
  ["lastredirectdn_uri", "redirecting"],
];

const USERS: readonly (readonly [string, Role])[] = [
  ["callingpartyunicodeloginuserid", "calling"],
  ["callingpartyloginuserid", "calling"],
  ["finalcalledpartyunicodeloginuserid", "called"],
  ["finalcalledpartyloginuserid", "called"],
  ["authcodedescription", "caller"],
  ["origmobiledevicename", "caller"],
  ["destmobiledevicename", "transferred"],
];

const KNOWN = new Set([...NUMBERS, ...USERS].map(([name]) => name));

export function readPersons(row: Row): DecodedValue[] {
  const values: DecodedValue[] = [];
  for (const [name, role] of NUMBERS) addCell(row, name, role, "phone", values);
  for (const [name, role] of USERS) addCell(row, name, role, "name", values);
  addClient(row, "origdevicename", "calling", values);
  addClient(row, "destdevicename", "called", values);
  for (const column of othersOf(row.layout)) addOther(row, column, values);
  addConference(row, values);
  return values;
}

/** The softphone of a person is named after them: `CSFANNA`, `TCTANNA`. */
function addClient(row: Row, name: string, role: Role, values: DecodedValue[]): void {
  const bounds = boundsOf(row, name);
  const device = bounds === null ? null : /^\s*(?:CSF|TCT|BOT|TAB)/i.exec(row.text.slice(bounds.start, bounds.end));
  if (bounds === null || device === null) return;
  const user = textIn(row, name).slice(3);
  addValue(row, bounds.start + device[0].length, bounds.end, role, isNumberText(user, 3) ? "phone" : "name", values);
}

interface OtherColumn {
  readonly name: string;
  readonly isPattern: boolean;
}

const OTHERS = new WeakMap<Layout, readonly OtherColumn[]>();

/** Codes and patterns that are somebody's number, and columns for numbers that a newer release has added. */
function othersOf(layout: Layout): readonly OtherColumn[] {
  const known = OTHERS.get(layout);
  if (known !== undefined) return known;
  const found = layout.names
    .filter(
      (name) =>
        !KNOWN.has(name) && /(?:number|dn|_uri|userid|pattern|^authorizationcodevalue|^clientmattercode)$/.test(name),
    )
    .map((name) => ({ name, isPattern: name.endsWith("pattern") }));
  OTHERS.set(layout, found);
  return found;
}

function addOther(row: Row, { name, isPattern }: OtherColumn, values: DecodedValue[]): void {
  const bounds = boundsOf(row, name);
  if (bounds === null) return;
  const text = textIn(row, name).replace(/^\\/, "");
  if (!isNumberText(text, isPattern ? 3 : 6)) return;
  const start = row.text.indexOf(text, bounds.start);
  addValue(row, start, start + text.length, isPattern ? "dialled" : "caller", "phone", values);
}

/** `ConfControllerDn=1001;ConfRequestorDn-1001;...`: who began a conference, and who brought the others in. */
function addConference(row: Row, values: DecodedValue[]): void {
  const bounds = boundsOf(row, "comment");
  if (bounds === null) return;
  const comment = row.text.slice(bounds.start, bounds.end);
  for (const match of comment.matchAll(/Conf(?:Controller|Requestor)Dn[=-]([^;"]{1,50})/gi)) {
    const end = bounds.start + match.index + match[0].length;
    addValue(row, end - (match[1]?.length ?? 0), end, "caller", "phone", values);
  }
}
