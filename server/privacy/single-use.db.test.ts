import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { fetchExport, issueExportLink } from "./fetch-export.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { requestExport } from "./request-export.ts";
import { runExport } from "./run-export.ts";

test("a single-use link asked for many times at once, in two processes, gives exactly one file", async (t) => {
  const fixture = await openPrivacyFixture(t);
  const text = "+46701740605";
  await fixture.store([
    { at: new Date("2026-06-01T08:00:00Z"), extension: "3000", parties: [{ role: "calling", class: "phone", text }] },
  ]);
  const ctx = fixture.as("company-administrator");
  const second = { ...ctx, ...(await fixture.reopen()), actor: ctx.actor, company: ctx.company };
  const { selectionId } = await freezeSelection(ctx, { text });
  const { exportId } = await requestExport(ctx, { selectionId, purpose: "Art. 15, request 7" });
  await runExport(ctx, exportId);
  for (let round = 0; round < 3; round++) {
    const { token } = await issueExportLink(ctx, { exportId });
    const asked = Array.from({ length: 12 }, (_, i) => fetchExport(i % 2 === 0 ? ctx : second, { exportId, token }));
    const answers = await Promise.allSettled(asked);
    const given = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    assert.equal(given.length, 1);
    for (const file of given) assert.equal((await buffer(file.stream)).length, file.bytes);
    const refusals = answers.flatMap((one) => (one.status === "rejected" ? [Reflect.get(one.reason, "code")] : []));
    assert.deepEqual([...new Set(refusals)], ["gone"]);
  }
});
