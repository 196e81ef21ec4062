/** Numbers of series that nobody has, written as a site's telephone system may write them. */
export interface Person {
  readonly canonical: string;
  readonly national: string;
  readonly abroad: string;
}

/** Of the series PTS reserves for fiction: the mobile one, and the first digits of the fixed ones with a hundred numbers each. */
const MOBILES = Array.from({ length: 95 }, (_, i) => `70${1_740_605 + i}`);
const FIXED = ["8465004", "3139006", "4062804", "980319"];

export const BYSTANDER = "+46846500412";

/**
 * So many different people: those of the Swedish series, a hundred at the first; then numbers 555-01xx, which North America
 * keeps for fiction in every area.
 */
export function people(count: number): Person[] {
  const fixed = FIXED.flatMap((first) =>
    Array.from({ length: 100 }, (_, i) => first + (first.length === 6 ? `2${pad(i)}` : pad(i))),
  );
  const own = [...MOBILES, ...fixed].filter((digits) => `+46${digits}` !== BYSTANDER).map(swedish);
  return Array.from({ length: count }, (_, i) => own[i] ?? american(i - own.length));
}

function swedish(digits: string): Person {
  return { canonical: `+46${digits}`, national: `0${digits}`, abroad: `0046${digits}` };
}

/** Areas that the numbering plan has given out. */
const AREAS = [
  201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234,
  239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309,
  310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 334, 336, 337, 339, 347, 351, 352, 360, 361,
  385, 386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413, 414, 415, 417, 419, 423, 424, 425, 430, 432, 434,
  435, 440, 443, 458, 469, 470, 475,
];

function american(i: number): Person {
  const digits = `1${AREAS[Math.floor(i / 100) % AREAS.length]}55501${pad(i % 100)}`;
  return { canonical: `+${digits}`, national: `00${digits}`, abroad: `+${digits}` };
}

function pad(i: number): string {
  return String(i).padStart(2, "0");
}

const CALLS_EACH = 3;

/** Three calls a person, as Asterisk writes them: the facts are the same in every notation, the numbers are not. */
export function callFile(all: readonly Person[], write: (person: Person) => string, first = 0): string {
  const lines: string[] = [];
  for (const [i, person] of all.entries()) {
    for (let call = 0; call < CALLS_EACH; call++) {
      const at = `2026-06-${String(10 + call).padStart(2, "0")} 09:${String(i % 60).padStart(2, "0")}:00`;
      const id = first + i * CALLS_EACH + call;
      const number = write(person);
      lines.push(
        `"","${number}","3000","from-trunk","""Prov"" <${number}>","PJSIP/trunk-${id}","PJSIP/3000-${id}","Dial","PJSIP/3000,30","${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","1781000000.${id}",""`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Lines no driver understands, with the number in them. */
export function garbage(all: readonly Person[]): string {
  return all
    .map((person) => `?? ${person.national.slice(0, 3)}-${person.national.slice(3)} came in; nothing more\n`)
    .join("");
}
