import { luhnDigit } from "#server/domain/luhn.ts";

/** Something that must show up nowhere: a number or an identity number by its digits, a name by its last word. */
export interface Canary {
  readonly kind: "phone" | "ssn" | "name";
  /** As a file or a person writes it; every canary in another notation than its neighbour. */
  readonly text: string;
  /** What is looked for: significant digits, or the word in small letters. */
  readonly needle: string;
}

/** Reserved for fiction by PTS: area, first number, how many. 070-1740605 is the portal's own example and stands on its pages. */
const SERIES: readonly [area: string, first: number, count: number][] = [
  ["70", 1740606, 94],
  ["8", 46500400, 100],
  ["31", 3900600, 99],
  ["40", 6280400, 100],
  ["980", 319200, 100],
];

/** About half numbers, a third identity numbers of the official test series (birth numbers from 980), the rest names. */
export function plantedCanaries(count: number): Canary[] {
  const phones = Math.floor(count * 0.48);
  const ssns = Math.floor(count * 0.32);
  return [
    ...phoneCanaries(Math.min(phones, 493)),
    ...ssnCanaries(count - Math.min(phones, 493) - (count - phones - ssns)),
    ...nameCanaries(count - phones - ssns),
  ];
}

function phoneCanaries(count: number): Canary[] {
  const all = SERIES.flatMap(([area, first, many]) =>
    Array.from({ length: many }, (_, i): [string, string] => [area, String(first + i)]),
  );
  return all.slice(0, count).map(([area, local], i) => ({
    kind: "phone",
    text: write(area, local, i),
    needle: `${area}${local}`,
  }));
}

function write(area: string, local: string, i: number): string {
  const pairs = local.replace(/(\d{2})(?=\d)/g, "$1 ");
  return [
    `0${area}${local}`,
    `+46${area}${local}`,
    `0046${area}${local}`,
    `0${area}-${pairs}`,
    `+46 (0)${area} ${pairs}`,
  ][i % 5] as string;
}

function ssnCanaries(count: number): Canary[] {
  return Array.from({ length: count }, (_, i) => {
    const born = new Date(Date.UTC(1950, 0, 1) + i * 37 * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
    const nine = `${born.slice(2)}98${i % 10}`;
    const short = `${nine}${luhnDigit(nine)}`;
    const text = [`${born}-${short.slice(6)}`, `${short.slice(0, 6)}-${short.slice(6)}`, `${born.slice(0, 2)}${short}`][
      i % 3
    ];
    return { kind: "ssn", text: text as string, needle: short };
  });
}

const HEADS = [
  "Ekorr",
  "Tallkotts",
  "Blåbärs",
  "Granris",
  "Lingon",
  "Mossbo",
  "Kantarell",
  "Enbärs",
  "Ljungs",
  "Fjällviks",
];
const TAILS = ["hjelm", "qvist", "crona", "stråle", "gyllen", "sköld", "hammar", "loo", "fält", "vrede"];
const FIRST = ["Agnes", "Birger", "Cajsa", "Dag", "Ebba"];

function nameCanaries(count: number): Canary[] {
  return Array.from({ length: count }, (_, i) => {
    const last = `${HEADS[i % 10]}${TAILS[Math.floor(i / 10) % 10]}${["a", "en", "ius"][Math.floor(i / 100) % 3]}`;
    return { kind: "name", text: `${FIRST[i % 5]} ${last}`, needle: last.toLowerCase() };
  });
}
