import assert from "node:assert/strict";
import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { inviteEdge } from "#server/edge/index.ts";
import { listSegments, openSegment } from "#server/inbox/index.ts";
import { openEdgeFixture, until } from "./edge-fixture.ts";

const since = "2026-01-01T00:00:00Z";
const SHIELD = {
  categories: [{ category: "children", since, until: null }],
  numbers: [{ id: 1, category: "whistle-blowing", number: "08-465 00*", since, until: null }],
};
const FILTER = {
  rules: [{ id: 3, action: "leave-out", name: "reception", extensions: "2900-2999" }],
  others: "take",
};

/** A call from an extension, as Asterisk writes it. */
function from(extension: string, called: string, minute: number): string {
  const at = `2026-06-15 09:${String(minute).padStart(2, "0")}:00`;
  return `"","${extension}","${called}","from-internal",""""" <${extension}>","PJSIP/${extension}-01","PJSIP/trunk-02","Dial","PJSIP/${called}@trunk,30","${at}","${at}","${at}",35,30,"ANSWERED","DOCUMENTATION","17500000${minute}.1",""\n`;
}

test("what is left out or shielded leaves no site: not in a segment, also not after a rule that comes in the middle of a file", async (t) => {
  const fixture = await openEdgeFixture(t);
  const home = fixture.newHome();
  const source = await fixture.addEdgeSource(home);
  const file = join(source.folder, "Master.csv");
  const { code } = await inviteEdge(fixture.ctx, { name: "A", sourceIds: [source.id] });
  await fixture.setGate("shield", SHIELD);
  await fixture.start(source);
  await writeFile(file, from("2041", "116111", 10) + from("2901", "0701740688", 11) + from("2041", "0701740605", 12));
  const edge = fixture.run(home, code);
  const told = () => [edge.lines, fixture.doorLog];
  // The portal's own copies, before anybody reads them.
  const seen = new Map<string, string>();
  const look = async () => {
    for (const ref of await listSegments(fixture.inbox)) {
      if (seen.has(ref.id)) continue;
      const { frames, header } = await openSegment(ref, fixture.ingest.ctx.openKey);
      seen.set(ref.id, [JSON.stringify(header), ...frames.map(({ bytes }) => bytes.toString("latin1"))].join("\n"));
    }
    return [...seen.values()].join("\n");
  };
  await until("the first calls", async () => (await look()).includes("0701740605"), told);
  await until("their place", async () => {
    await look();
    await fixture.store();
    return (await fixture.ingest.count("call_record")) >= 3;
  });
  // Of before the rule it came; from the rule on it stays.
  assert.match(await look(), /0701740688/);
  const before = seen.size;

  const known = await readFile(join(home, "edge", "task.json"), "utf8");
  await fixture.setGate("filter", FILTER);
  await until(
    "the rule at the edge",
    async () => (await readFile(join(home, "edge", "task.json"), "utf8")) !== known,
    told,
  );
  await appendFile(
    file,
    from("2902", "0701740689", 20) + from("2041", "0846500411", 21) + from("2041", "0701740606", 22),
  );
  await until("the later calls", async () => (await look()).includes("0701740606"), told);
  const later = [...seen.values()].slice(before).join("\n");
  assert.doesNotMatch(later, /2902|0701740689/);
  assert.doesNotMatch(await look(), /116111|465004/);
  await until("all of them", async () => {
    await fixture.store();
    return (await fixture.ingest.count("call_record")) >= 5 && (await listSegments(join(home, "inbox"))).length === 0;
  });
  assert.equal(await fixture.ingest.count("call_record"), 5);
  // The rules themselves lie there sealed.
  for (const entry of await readdir(join(home, "edge"))) {
    const text = await readFile(join(home, "edge", entry), "latin1");
    // Digits of keys and seals stand there by chance: only what no chance writes is looked for.
    assert.doesNotMatch(text, /reception|2900-2999|08-465 00|846500/, entry);
  }
  assert.equal(await edge.stop(), 0);
});
