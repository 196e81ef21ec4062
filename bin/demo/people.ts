import { seededRandom } from "#server/domain/seeded-random.ts";

/** Somebody who calls: nobody real. A number in its national form, or null for who has none. */
export interface Person {
  readonly name: string;
  readonly mobile: string | null;
  readonly landline: string | null;
  /** Twelve digits. */
  readonly ssn: string | null;
}

/** Test personnummer of the Swedish Tax Agency: they are never given to anybody. */
const SSNS =
  "198112282382 198005202380 199001242388 195705172590 196002142682 198001022394 198105132396 197010189269 198107252390 " +
  "197602062387 197602262391 198112052389 197605212393 198202222397 200111172391 200201212388 198207222392 199204172390 " +
  "199207092397 199210022399 197705142383 198304012399 200303012389 198308012387 200307062380 198311182383 198401132389 " +
  "198403312385 197804172398 200404112393 197808222389 198411282398 197811212393 197901182399 199406292384 197905082397 " +
  "200503242398 198510092391 199502132385 199504082398 199506172395 200512072398 199511132384 200604222380 198612102395 " +
  "200609032388 198705282385 198707032390 200703172387 199703242389 198803022394 200710202391 199709012380 200805292380 " +
  "199801242398 199803052381 199805272383 200904132388 198906102390 198909042387 199903052380 198912022392 199911292382 193909268462";

/** The series that the Swedish Post and Telecom Authority keeps for fiction: prefix, and the first and last of its numbers. */
const MOBILES = series("07017406", 5, 99);
const LANDLINES = [
  ...series("08465004", 0, 97),
  ...series("03139006", 0, 99),
  ...series("04062804", 0, 99),
  ...series("09803192", 0, 99),
];

const FIRST =
  "Anna Erik Maria Lars Karin Anders Sara Johan Eva Per Lena Nils Emma Jan Åsa Olof Elin Karl Ida Sven Märta Björn Siv Göran".split(
    " ",
  );
const LAST = "Prov Exempel Påhittad Låtsas Tänkt Dikt Saga Fabel Provsson Exempelius Fiktén Mallström".split(" ");

/** The first of them call everywhere, every third day: whoever tries a search finds something in each company. */
export const REGULARS = 4;

/** The same people call all companies. */
export function castOf(): readonly Person[] {
  const random = seededRandom(1);
  const ssns = SSNS.split(" ");
  return Array.from({ length: 300 }, (_, i) => {
    const mobile = MOBILES[i] ?? null;
    const first = FIRST[i % FIRST.length] ?? "";
    const last = LAST[Math.floor(i / FIRST.length) % LAST.length] ?? "";
    const landline = mobile === null || random() < 0.5 ? (LANDLINES[i] ?? null) : null;
    return { name: `${first} ${last}`, mobile, landline, ssn: ssns[i] ?? null };
  });
}

/** Somebody else of the cast; a few call often, most call seldom. */
export function someone(cast: readonly Person[], random: () => number): Person {
  const chosen = cast[REGULARS + Math.floor((cast.length - REGULARS) * random() ** 1.3)];
  if (chosen === undefined) throw new Error("the cast is empty");
  return chosen;
}

/** One of the numbers a person calls from, in its national form. */
export function numberOf(person: Person, random: () => number): string {
  const numbers = [person.mobile, person.landline].filter((number) => number !== null);
  return numbers[Math.floor(random() * numbers.length)] ?? "";
}

function series(prefix: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, i) => `${prefix}${String(first + i).padStart(2, "0")}`);
}
