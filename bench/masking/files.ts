import { buffer } from "node:stream/consumers";
import { unzipSync } from "fflate";
import { besideInExport } from "#server/domain/rights.ts";
import { BLIND, type Sight } from "#server/domain/sight.ts";
import {
  EXPORT_FORMATS,
  fetchExport,
  freezeSelection,
  issueExportLink,
  requestExport,
  type RequestExportInput,
} from "#server/privacy/index.ts";
import { runExport } from "#server/privacy/run-export.ts";
import { leaksIn, planted, SOUGHT } from "./plants.ts";
import type { DoorReport } from "./procedures.ts";
import type { Entered } from "./stage.ts";

/** Every format of export, with the other people masked and in clear, of everybody who may export. */
export async function tryFiles(everybody: readonly Entered[]): Promise<DoorReport> {
  const findings: string[] = [];
  let tried = 0;
  for (const entered of everybody.filter(({ ctx }) => ctx.actor.permissions.has("data.export"))) {
    const { selectionId } = await freezeSelection(entered.ctx, { text: SOUGHT.text });
    for (const format of EXPORT_FORMATS) {
      for (const otherParties of ["masked", "clear"] as const) {
        const text = await fileOf(entered, { selectionId, format, otherParties });
        tried++;
        for (const field of judge(text, entered.someone.exportSight, otherParties))
          findings.push(`export ${format}, others ${otherParties}, as ${entered.someone.name}: ${field}`);
      }
      const text = await fileOf(entered, { selectionId, format, disclosure: "KS 2026:14" });
      tried++;
      for (const field of judgeDisclosed(text))
        findings.push(`disclosure ${format}, as ${entered.someone.name}: ${field}`);
    }
  }
  return { tried, findings };
}

/** What is given out shows nothing of anybody, whoever made it; and it tells of the calls all the same. */
export function judgeDisclosed(text: string): string[] {
  const leaks = leaksIn(text, { ...BLIND, cost: "shown" });
  return text.includes("CALL_HISTORY") ? leaks : [...leaks, "no call in it"];
}

/** The sought number by what the profile shows in files; everybody else as the request said. */
function judge(text: string, sight: Sight, otherParties: "masked" | "clear"): string[] {
  const others = planted().filter((plant) => plant !== SOUGHT && plant.field !== "extension");
  const facts = planted().filter((plant) => plant === SOUGHT || plant.field === "extension");
  const leaks = [
    ...leaksIn(text, sight, facts),
    ...leaksIn(text, otherParties === "clear" ? sight : besideInExport(sight), others),
  ];
  // A file that shows nobody is no proof: the number that was asked for stands in it where it may.
  return sight.phone === "shown" && !text.includes(SOUGHT.canonical) ? [...leaks, "nothing in it"] : leaks;
}

async function fileOf(
  { ctx }: Entered,
  asked: Omit<RequestExportInput, "otherParties"> & Partial<RequestExportInput>,
): Promise<string> {
  const { exportId } = await requestExport(ctx, { ...asked, purpose: "matrix of masks" });
  await runExport(ctx, exportId);
  const { token } = await issueExportLink(ctx, { exportId });
  const bytes = await buffer((await fetchExport(ctx, { exportId, token })).stream);
  if (bytes.subarray(0, 2).toString() !== "PK") return bytes.toString();
  return Object.values(unzipSync(bytes))
    .map((part) => Buffer.from(part).toString())
    .join("\n");
}
