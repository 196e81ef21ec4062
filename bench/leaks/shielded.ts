import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentOf } from "#app/_e2e/product.ts";
import type { OwnProduct } from "#app/_e2e/start-product.ts";
import { adminOf } from "#db/testing/admin.ts";
import type { Canary } from "./canaries.ts";
import type { Finder } from "./finder.ts";
import { type Hits, look, noHits } from "./haystacks.ts";
import type { Opened } from "./opened-child.ts";

/** A help line of the catalogue: what calls it becomes a category before anything is written down. */
const HELP_LINE = "020-22 22 33";

/** People who stand in shielded calls alone; nothing of them may be kept, not even sealed. */
export function apart(canaries: readonly Canary[]): { ordinary: Canary[]; shielded: Canary[] } {
  const isShielded = (i: number) => i % 10 === 9;
  return {
    ordinary: canaries.filter((_, i) => !isShielded(i)),
    shielded: canaries.filter((_, i) => isShielded(i)),
  };
}

/** As callers beside the help line, and as the person and the name in a call of the help line's own. Answers how many calls. */
export async function plantShielded(
  product: OwnProduct,
  slug: string,
  folder: string,
  shielded: readonly Canary[],
): Promise<number> {
  const own = ["--company", slug];
  const reason = ["--reason", "canaries of the leak scan"];
  await product.command(["shield", "set", ...own, "--category", "crisis", ...reason]);
  const callbacks = ["SOURCE;NOTE;DATE;ID;PHONE;SSN;NAME;SCHEDULED;DURATION;STATUS"];
  const records: string[] = [];
  const of = (kind: Canary["kind"], i: number) => {
    const all = shielded.filter((one) => one.kind === kind);
    return all[i % all.length]?.text ?? "";
  };
  for (const i of shielded.keys()) {
    const day = new Date(Date.now() - (1 + (i % 5)) * 86_400_000).toISOString().slice(0, 10);
    const time = `${String(8 + (i % 9)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}`;
    callbacks.push(
      `CALLBACK;queue=Kö 9;${day} ${time}:01.000;s-${i};${HELP_LINE};${of("ssn", i)};${of("name", i)};;${i};DONE`,
    );
    const caller = of("phone", i);
    records.push(
      `"","${caller}","020222233","from-internal","""${of("name", i)}"" <${caller}>","SIP/2041-${i}","SIP/telia-${i}","Dial","SIP/telia/020222233","${day} ${time}:02","${day} ${time}:04","${day} ${time}:59",57,55,"ANSWERED","DOCUMENTATION","${i}.7",""`,
    );
  }
  writeFileSync(join(folder, "shielded.csv"), `${callbacks.join("\n")}\n`);
  const pbx = `${folder}-pbx`;
  mkdirSync(pbx, { recursive: true });
  writeFileSync(join(pbx, "Master.csv"), `${records.join("\n")}\n`);
  const source = ["--driver", "asterisk-cdr-csv", "--path", pbx, "--name", "Växel", "--keep-names", "--start"];
  await product.command(["source", "add", ...own, ...source]);
  return shielded.length * 2;
}

/** Calls that were stored with a category: without them nothing was shielded, and nothing is shown. */
export async function shieldedCalls(product: OwnProduct): Promise<number> {
  const admin = adminOf(product.home, "data", "gallra_data");
  try {
    const [row] = await admin`select count(*)::int as calls from data.call_record where category > 0`;
    return row?.["calls"] as number;
  } finally {
    await admin.end();
  }
}

/** What somebody reads who has the data cluster and every key: identifiers, raw records, undefined lines. */
export function searchOpened(
  product: OwnProduct,
  slug: string,
  shielded: Finder,
  ordinary: Finder,
): { hits: Hits; blind: boolean } {
  const said = execFileSync(process.execPath, [join(import.meta.dirname, "opened-child.ts"), slug], {
    env: environmentOf(product.home),
    encoding: "utf8",
    maxBuffer: 512 * 1024 * 1024,
    timeout: 300_000,
  });
  const { identifiers, texts } = JSON.parse(said) as Opened;
  const hits = noHits();
  look(hits, shielded, "identifiers", identifiers.join("\n"));
  for (const text of texts) look(hits, shielded, "raw records and undefined lines", text);
  const isSeen = (all: readonly string[]) => all.some((text) => ordinary.inText(text).size > 0);
  return { hits, blind: !isSeen(identifiers) || !isSeen(texts) };
}
