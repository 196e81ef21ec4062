/** Numbers of the series PTS reserves for fiction, written as a site's telephone system may write them. */
export interface Person {
  readonly canonical: string;
  readonly national: string;
  readonly abroad: string;
}

/** 070-1740605 to 070-1740699: as many people as a fault run asks for, 95 at most. */
export function people(count: number): Person[] {
  return Array.from({ length: Math.min(count, 95) }, (_, i) => {
    const subscriber = String(1_740_605 + i);
    return { canonical: `+4670${subscriber}`, national: `070${subscriber}`, abroad: `004670${subscriber}` };
  });
}

export const BYSTANDER = "+46846500412";

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
