import type { LayoutInput } from "../schema.ts";
import type { Traits } from "./column-traits.ts";
import type { FreeColumns, GuessNote } from "./facts-of-columns.ts";
import { says } from "./header-words.ts";

type Value = NonNullable<LayoutInput["values"]>[number];

/** Who is named in which column. Every column with numbers in it is named as somebody's, so that none is left unsealed. */
export function peopleOf(
  free: FreeColumns,
  hasWay: boolean,
  notes: GuessNote[],
): { readonly values: readonly Value[]; readonly extension: string | null } {
  const values: Value[] = [];
  let extension: string | null = null;
  const add = (role: Value["role"], ...tests: readonly ((column: Traits) => boolean)[]): boolean => {
    const found = free.take(...tests);
    if (found === null) return false;
    const sip = found.column.values.some((text) => /sips?:|tel:|@/i.test(text));
    values.push({ role, from: found.name, ...(sip ? { sip: true } : {}) });
    if (role === "own") extension = found.name;
    return true;
  };
  const named =
    (...words: Parameters<typeof says>[1][]) =>
    (one: Traits) =>
      isNumbers(one) && says(one.column.header, ...words) && !says(one.column.header, "name");
  let calling = add("calling", named("calling"));
  let called = add("called", named("called"));
  const sided = calling || called;
  if (!sided && hasWay) {
    const own = add("own", named("own"), (one) => one.column.header === null && one.extension >= 0.9);
    const other = add("other", named("other"), (one) => one.outside >= 0.5);
    if (own && other) calling = called = true;
    else if (other || own)
      calling = called = add(own ? "other" : "own", (one) => isNumbers(one) && one.column.header === null);
  } else if (sided && free.left.some(named("own"))) add("own", named("own"));
  if (!calling || !called) {
    // Most systems write who called before who was called.
    const before = values.length;
    if (!calling)
      calling = add("calling", (one) => isNumbers(one) && !says(one.column.header, "called", "id", "trunk"));
    if (!called) called = add("called", (one) => isNumbers(one) && !says(one.column.header, "id", "trunk"));
    if (values.length > before) notes.push("people-by-order");
  }
  if (values.length === 0) notes.push("people-missing");
  while (
    values.length < 12 &&
    add(
      "dialled",
      (one) => one.outside >= 0.5 && one.stamps === null && one.days === null && !says(one.column.header, "id"),
    )
  );
  const both = free.take(
    ({ values: texts }) => texts.length > 0 && texts.every((text) => /^"?[^<"]*"? ?<[^>]+>$/.test(text)),
  );
  if (both !== null) {
    const role = says(both.column.column.header, "called") ? "called" : "calling";
    values.push({ role: role === "called" ? "dialled" : "caller", from: both.name, sip: true });
    values.push({ role, class: "name", from: both.name, sip: true });
  }
  const name = free.take((one) => says(one.column.header, "name") && one.values.some((text) => /\p{L}{2}/u.test(text)));
  if (name !== null)
    values.push({
      role: says(name.column.column.header, "called") ? "called" : "calling",
      class: "name",
      from: name.name,
    });
  return { values, extension };
}

function isNumbers({ outside, extension, length, values }: Traits): boolean {
  return values.length > 0 && outside + extension >= 0.7 && length !== "clock";
}
