import type { DatabaseSettings } from "./settings.ts";

type Kind = DatabaseSettings["cursorKind"];

/** So much before a value: what came late, or was committed after what follows it. A text has nothing before it. */
export function before(kind: Kind, value: string, overlap: number): string {
  if (kind === "number") {
    const whole = /^-?\d+/.exec(value)?.[0];
    return whole === undefined ? value : String(BigInt(whole) - BigInt(overlap));
  }
  if (kind === "text") return value;
  const read = /^(\d{4}-\d\d-\d\d)([ T])(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(.*)$/.exec(value);
  const ms = read === null ? Number.NaN : Date.parse(`${read[1]}T${read[3]}Z`);
  if (read === null || Number.isNaN(ms)) return value;
  // The zone stays as it was written: subtracting needs none.
  return `${new Date(ms - overlap * 1_000)
    .toISOString()
    .slice(0, 19)
    .replace("T", read[2] ?? " ")}${read[4]}`;
}

/** Whether `a` stands behind `b`. Of texts only the database knows: what it answered last is taken. */
export function isBehind(kind: Kind, a: string, b: string): boolean {
  if (kind === "text") return true;
  if (kind === "time") return a >= b;
  const [x, y] = [Number(a), Number(b)];
  return Number.isSafeInteger(x) && Number.isSafeInteger(y) ? x >= y : asBigInt(a) >= asBigInt(b);
}

function asBigInt(text: string): bigint {
  return BigInt(/^-?\d+/.exec(text)?.[0] ?? "0");
}
