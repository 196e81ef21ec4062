/** Random ids and moments: any four digits may stand in one, so they are no place to look for a number. */
const CHANCE = [
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi,
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)?/g,
  /[0-9a-f]{24,}/gi,
];

/** What is told of `value`, as JSON or as its text, without random ids, hashes and moments: here digits stand for a reason. */
export function withoutIds(value: unknown): string {
  const told = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return CHANCE.reduce((text, pattern) => text.replace(pattern, "-"), told);
}
