import { randomUUID } from "node:crypto";
import type { Sql } from "#db/clients.ts";
import { withCompany } from "#db/with-company.ts";
import { DATA_CLASSES, PRODUCTS } from "#server/domain/codes.ts";
import { addDays } from "#server/domain/zoned-time.ts";
import { addDecision, addGround, listDecisions, listGrounds } from "#server/store/index.ts";

/** The municipality: a public body, whose contact centre asks callers for their personal identity numbers. */
export const PUBLIC_BODY = "ekdala";

const BY = "Doris Dataskydd";

/** Its disposal decision, and its ground for personal identity numbers; what is recorded already stays as it is. */
export async function recordDemoDecisions(web: Sql, companyId: number, now: Date): Promise<void> {
  await withCompany(web, companyId, async (tx) => {
    if ((await listDecisions(tx, companyId)).length === 0) {
      const items = Object.values(PRODUCTS).flatMap((product) =>
        Object.values(DATA_CLASSES).map((cls) => ({ product, class: cls, shortestDays: null, longestDays: null })),
      );
      const decision = {
        companyId,
        id: randomUUID(),
        authority: "Kommunstyrelsen i Ekdala",
        number: "KS 2026:14",
        decidedOn: addDays(now.toISOString().slice(0, 10), -200),
        about: "Uppgifter om telefonsamtal är av tillfällig och ringa betydelse",
        recordedAt: now,
        recordedBy: null,
        recordedByName: BY,
      };
      await addDecision(tx, decision, items);
    }
    if ((await listGrounds(tx, companyId)).length > 0) return;
    await addGround(tx, {
      companyId,
      id: randomUUID(),
      ground: "identification",
      reason: "Den som ringer om ett ärende måste kunna identifieras säkert",
      justifiedAt: now,
      justifiedBy: null,
      justifiedByName: BY,
    });
  });
}
