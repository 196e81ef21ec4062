import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import { unzipSync } from "fflate";
import { withCompany } from "#db/with-company.ts";
import { BLIND } from "../domain/sight.ts";
import { EXPORT_FORMATS, type ExportFormat } from "./export/formats.ts";
import { verifyManifest } from "./export/manifest.ts";
import { readExportManifest } from "./export-manifest.ts";
import { fetchExport, issueExportLink } from "./fetch-export.ts";
import { freezeSelection } from "./freeze-selection.ts";
import { readExport } from "./list-exports.ts";
import { openPrivacyFixture } from "./privacy-fixture.ts";
import { requestExport, type RequestExportInput } from "./request-export.ts";
import { runExport } from "./run-export.ts";

const NUMBER = "+46701740605";
const CASE = "KS 2026:14, 2 kap. TF";
const PERSONAL = [/1740605/, /174 06/, /465004/, /465 004/, /19811228/, /1981 12/, /9874/, /Anna/, /Prov/, /\b3000\b/];

test("a file for disclosure shows nobody in any format, whoever makes it, and its case stands on manifest and audit", async (t) => {
  const fixture = await openPrivacyFixture(t, "Europe/Stockholm", "public");
  await fixture.store([
    {
      at: new Date("2026-06-10T08:00:00Z"),
      extension: "3000",
      parties: [
        { role: "calling", class: "phone", text: NUMBER },
        { role: "called", class: "phone", text: "0846500400" },
        { role: "calling", class: "ssn", text: "19811228-9874" },
        { role: "calling", class: "ssn_truncated", text: "19811228" },
        { role: "calling", class: "name", text: "Anna Prov" },
      ],
    },
  ]);
  const ctx = fixture.as("company-administrator");
  const { selectionId } = await freezeSelection(ctx, { text: NUMBER });
  const textOf = async (format: ExportFormat, more: Partial<RequestExportInput>) => {
    const { exportId } = await requestExport(ctx, { selectionId, format, purpose: "a request", ...more });
    await runExport(ctx, exportId);
    const { token } = await issueExportLink(ctx, { exportId });
    const bytes = await buffer((await fetchExport(ctx, { exportId, token })).stream);
    const parts = format === "xlsx" ? Object.values(unzipSync(bytes)).map((part) => Buffer.from(part)) : [bytes];
    return { exportId, text: parts.join("\n") };
  };
  for (const format of EXPORT_FORMATS) {
    const ordinary = (await textOf(format, { otherParties: "clear" })).text;
    for (const value of [NUMBER, "+46846500400", "198112289874", "Anna Prov", "3000"])
      assert.ok(ordinary.includes(value), `${value} stands in an ordinary ${format}`);
    const { exportId, text } = await textOf(format, { disclosure: CASE });
    assert.match(text, /CALL_HISTORY/, "the call itself is told");
    for (const pattern of PERSONAL) assert.doesNotMatch(text, pattern, format);
    const { statement } = await verifyManifest((await readExportManifest(ctx, { exportId })).text);
    assert.equal(statement.disclosure, CASE);
    assert.equal(statement.sight.maskDigits, "all");
    assert.equal((await readExport(ctx, { exportId })).disclosure, CASE);
    const noted = await withCompany(
      fixture.db.data("owner"),
      fixture.companyId,
      (tx) =>
        tx`select 1 from data.audit where company_id = ${fixture.companyId} and action = 'data.export'
           and detail->>'export' = ${exportId} and detail->>'disclosure' = ${CASE} and purpose = 'a request'`,
    );
    assert.equal(noted.length, 1);
  }

  await assert.rejects(requestExport(ctx, { selectionId, disclosure: "Anna 070-174 06 05" }), {
    code: "bad-input",
    field: "disclosure",
  });
  await assert.rejects(requestExport(ctx, { selectionId, disclosure: CASE, otherParties: "clear" }), /masks everybody/);
  const blind = fixture.as("company-administrator", { exportSight: BLIND });
  const { exportId } = await requestExport(blind, { selectionId, format: "json", disclosure: CASE });
  await runExport(blind, exportId);
  const { token } = await issueExportLink(blind, { exportId });
  const shown = JSON.parse((await buffer((await fetchExport(blind, { exportId, token })).stream)).toString()) as {
    hits: { number: string }[];
  };
  assert.equal(shown.hits[0]?.number, "", "what a profile hides is not even masked");
});
