/** How many numbers a list of the database holds: "" and null hold none. */
export function countOf(list: Buffer | null): number {
  if (list === null || list.length === 0) return 0;
  let count = 1;
  for (let at = list.indexOf(COMMA); at >= 0; at = list.indexOf(COMMA, at + 1)) count++;
  return count;
}

/** Whole numbers as the database writes them, "12,-3,4"; no text is made of any. */
export function numbersOf(list: Buffer | null): Int32Array {
  const numbers = new Int32Array(countOf(list));
  eachNumber(list, (value, i) => {
    numbers[i] = value;
  });
  return numbers;
}

/** Pairs that the database has put into one number each: `high << bits` plus a `low` that is not negative. */
export interface Pairs {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

export function pairsOf(list: Buffer | null, count: number, bits: number): Pairs {
  const high = new Int32Array(count);
  const low = new Int32Array(count);
  const unit = 2 ** bits;
  eachNumber(
    list,
    (value, i) => {
      const above = Math.floor(value / unit);
      high[i] = above;
      low[i] = value - above * unit;
    },
    (value, i) => {
      high[i] = Number(value >> BigInt(bits));
      low[i] = Number(value & (BigInt(unit) - 1n));
    },
  );
  return { high, low };
}

/** `large` takes what no `number` holds exactly. */
function eachNumber(
  list: Buffer | null,
  take: (value: number, i: number) => void,
  large?: (value: bigint, i: number) => void,
): void {
  if (list === null || list.length === 0) return;
  let i = 0;
  for (let at = 0; at <= list.length; i++) {
    const start = at;
    let value = 0;
    let byte = list[at];
    const negative = byte === MINUS;
    if (negative) byte = list[++at];
    for (; byte !== undefined && byte !== COMMA; byte = list[++at]) value = value * 10 + byte - ZERO;
    if (value <= Number.MAX_SAFE_INTEGER) take(negative ? -value : value, i);
    else if (large === undefined) throw new RangeError("a list holds a number that is too large");
    else large(BigInt(list.toString("latin1", start, at)), i);
    at++;
  }
}

const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
