import type { Words } from "../../../../_ui/words.ts";

/** What a field is called: a fact of the call, or who stands in which role. */
export function fieldName(field: string, words: Words): string {
  const [role = "", cls] = field.split(".");
  const known = words.known(`raw.field.${field}`);
  if (known !== null && known !== undefined) return known;
  return cls === undefined ? field : `${words.known(`role.${role}`) ?? role} (${words.known(`class.${cls}`) ?? cls})`;
}
