import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeSingleByte } from "../domain/charsets.ts";
import { driverNamed } from "../drivers/catalogue.ts";
import { specimensOf } from "../drivers/testing/specimens.ts";
import { asterisk, openIngestFixture } from "./ingest-fixture.ts";
import { storedLines, storedParties, storedRaw, storedRecords } from "./stored-fixture.ts";

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

test("records framed by blocks, counts and NULs come in as calls, and their raw records come back byte for byte", async (t) => {
  const f = await openIngestFixture(t);
  const sent: string[] = [];
  for (const id of ["nec-smdr", "mitel-5000-smdr", "samsung-officeserv-smdr"]) {
    const found = await specimensOf(driverNamed(id));
    // The specimens are of March: what names somebody has ended since.
    const frames = (found?.frames ?? []).filter((frame) => !frame.includes("Provare"));
    const noise = id === "nec-smdr" ? [Buffer.from("\u0002damaged")] : [];
    await f.send(await f.addSource(id, { keepNames: true }), Buffer.concat([...frames, ...noise]), { framesEach: 2 });
    sent.push(...frames.map(text));
  }
  assert.equal((await storedRecords(f)).length, sent.length);
  const raw = await storedRaw(f);
  assert.ok(raw.every((one) => one.complete));
  assert.deepEqual(raw.map((one) => text(one.written)).sort(), [...sent].sort());
  for (const one of raw) assert.doesNotMatch(one.skeleton, /0701740605|0701740633|0846500442/);
  assert.deepEqual(
    (await storedLines(f)).map(({ bytes, reason }) => [bytes, reason]),
    [["\u0002damaged", "block: no ETX after it"]],
  );
});

test("names in a code page are read rightly and come back in it; those of UTF-16 come back in UTF-8", async (t) => {
  const f = await openIngestFixture(t);
  const rows = ["cp850", "cp437", "utf-16le"].map((charset, i) => ({
    charset,
    line: asterisk(String(i), `070174060${i + 5}`, "1001", "2026-06-15 09:00:00", "\u00c5sa \u00d6berg"),
  }));
  for (const { charset, line } of rows) {
    const source = await f.addSource("asterisk-cdr-csv", { options: { charset }, keepNames: true });
    const file =
      charset === "utf-16le"
        ? Buffer.from(`\ufeff${line}\n`, "utf16le")
        : encodeSingleByte(`${line}\n`, charset === "cp850" ? charset : "cp437");
    assert.ok(file !== null);
    await f.send(source, file);
  }
  const names = (await storedParties(f)).filter((party) => party.class === "name").map((party) => party.canonical);
  assert.deepEqual(names, ["\u00c5sa \u00d6berg", "\u00c5sa \u00d6berg", "\u00c5sa \u00d6berg"]);
  const raw = await storedRaw(f);
  const expected = rows.map(({ charset, line }) =>
    charset === "utf-16le"
      ? Buffer.from(`\ufeff${line}`)
      : encodeSingleByte(line, charset === "cp850" ? charset : "cp437"),
  );
  assert.deepEqual(
    raw.map((one) => text(one.written)).sort(),
    expected.map((bytes) => text(bytes ?? Buffer.alloc(0))).sort(),
  );
  for (const one of raw) assert.ok(one.complete && !one.skeleton.includes("berg"));
});
