import { withCompany } from "#db/with-company.ts";
import { door } from "../../context.ts";
import { dayIn } from "../../domain/zoned-time.ts";
import { openCases } from "../../store/index.ts";
import { carryWaiting } from "./carry-waiting.ts";
import type { CaseWork } from "./slices-of-case.ts";

/** What holds and restrictions have asked for is carried: called before a changed rule, or a case that ends, destroys anything. */
export async function carryAsked(work: CaseWork, signal?: AbortSignal): Promise<void> {
  const { id, timeZone } = work.company;
  const today = dayIn(timeZone, work.clock());
  const cases = await withCompany(door(work, "web"), id, (tx) => openCases(tx, id, today));
  for (const row of cases) if (row.state === "making" && row.keeps) await carryWaiting(work, row, signal);
}
