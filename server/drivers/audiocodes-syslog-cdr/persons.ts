import type { Role } from "../../domain/codes.ts";
import type { DecodedValue } from "../driver.ts";
import { addValue, isNumberText } from "../values.ts";
import { PERSON_COLUMNS } from "./columns.ts";
import { cellIn, type Row, textIn } from "./row.ts";

const SIDES: readonly (readonly [string, Role])[] = [
  ["srcuri", "calling"],
  ["dsturi", "called"],
  ["dsturibeforemap", "dialled"],
  ["srcuribeforemap", "caller"],
  ["redirecturinum", "redirecting"],
  ["redirecturinumbeforemap", "redirecting"],
];

export function readPersons(row: Row): DecodedValue[] {
  const values: DecodedValue[] = [];
  for (const [name, role] of SIDES) addUri(row, name, role, values);
  addName(row, "caller", "calling", values);
  addName(row, "callee", "called", values);
  for (const name of row.columns.others) if (/\d{3}/.test(textIn(row, name))) addUri(row, name, "caller", values);
  return values;
}

/** A number of a cell that broke over two messages cannot be told. */
export function isBroken(row: Row): boolean {
  for (const name of PERSON_COLUMNS) if (cellIn(row, name)?.isBroken === true) return true;
  return false;
}

/** The number or name in front of `@`, which is whom it is about: hosts change from one side to the other. */
export function userOf(uri: string): { readonly at: number; readonly text: string } | null {
  const match = /^(?:"[^"]{0,80}" *)?<?(?:sips?:|tel:)?([^@;>]{0,80})/i.exec(uri);
  const user = match?.[1]?.trimEnd() ?? "";
  if (match === null || user === "" || NOBODY.test(user)) return null;
  return { at: match[0].lastIndexOf(user), text: user };
}

const NOBODY = /^(?:anonymous|unknown|unavailable|restricted|private|withheld|none|n\/a|-1)$/i;

function addUri(row: Row, name: string, role: Role, values: DecodedValue[]): void {
  const cell = cellIn(row, name);
  if (cell === null) return;
  const user = userOf(textIn(row, name));
  if (user === null) return;
  // A name is told with its host: without it it is nobody's address.
  const isNumber = /^[+\d*#().\-\s]+$/.test(user.text);
  const start = cell.start + user.at;
  addValue(row, start, isNumber ? start + user.text.length : cell.end, role, "phone", values);
}

function addName(row: Row, column: string, role: Role, values: DecodedValue[]): void {
  const cell = cellIn(row, column);
  if (cell === null || userOf(textIn(row, column)) === null) return;
  addValue(row, cell.start, cell.end, role, isNumberText(textIn(row, column), 3) ? "phone" : "name", values);
}
