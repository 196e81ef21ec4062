import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { DISPOSITIONS } from "#server/domain/codes.ts";
import { withCompany } from "#db/with-company.ts";
import { openCollectorFixture } from "./collector-fixture.ts";

const CORPUS = fileURLToPath(new URL("../../../shared/corpus/asterisk-cdr-csv/", import.meta.url));
const skip = existsSync(CORPUS) ? false : "the corpus is not on this machine";

test("every file of the Asterisk corpus comes out of the real collector as the layout says", { skip }, async (t) => {
  const fixture = await openCollectorFixture(t);
  const files = readdirSync(CORPUS).filter((name) => !name.startsWith("."));
  assert.ok(files.length >= 2);
  for (const file of files) {
    const source = await fixture.addSource();
    await copyFile(join(CORPUS, file), join(source.folder, file));
    await fixture.collect(source);
    const stored = await storedCalls(fixture, source.id);
    const expected = readPlainly(readFileSync(join(CORPUS, file), "utf8"));
    assert.deepEqual(stored.toSorted(), expected.toSorted(), file);
  }
  assert.equal(await fixture.ingest.count("undefined_line"), 0);
});

/** Local start, talk time and disposition of each stored call. */
async function storedCalls(
  { ingest }: Awaited<ReturnType<typeof openCollectorFixture>>,
  sourceId: number,
): Promise<string[]> {
  const rows = await withCompany(
    ingest.db.data("owner"),
    ingest.companyId,
    (
      tx,
    ) => tx`select to_char(started_at at time zone 'Europe/Stockholm', 'YYYY-MM-DD HH24:MI:SS') as start, duration_seconds, disposition
      from data.call_record where source_id = ${sourceId}`,
  );
  return rows.map((row) => `${row["start"]} ${row["duration_seconds"]} ${row["disposition"]}`);
}

/** Read by a way of its own: columns by the documented order, or by the names in a table's header row. */
function readPlainly(text: string): string[] {
  const calls: string[] = [];
  let order = ["start", "billsec", "disposition"].map((name) => DOCUMENTED.indexOf(name));
  for (const line of text.split("\n")) {
    const table = line.startsWith("|");
    const cells = table
      ? line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim())
      : (line.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []).map((cell) => cell.replaceAll('"', ""));
    if (table && cells.includes("clid")) {
      order = ["start", "billsec", "disposition"].map((name) => cells.indexOf(name));
      continue;
    }
    const [start, talk, word] = order.map((column) => cells[column]);
    if (start === undefined || !/^\d{4}-/.test(start)) continue;
    const disposition = DISPOSITIONS[(word ?? "").toLowerCase().replace(" ", "-") as keyof typeof DISPOSITIONS];
    calls.push(`${start} ${talk} ${disposition}`);
  }
  return calls;
}

const DOCUMENTED =
  "accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec,disposition,amaflags".split(
    ",",
  );
