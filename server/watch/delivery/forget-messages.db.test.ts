import assert from "node:assert/strict";
import { test } from "node:test";
import { forgetStatistics } from "../../processing/statistics/forget-statistics.ts";
import { INSTALLATION, withAuditOf } from "../../store/audit.ts";
import { writeDown } from "../alarms/write-down.ts";
import { openDelivery } from "./delivery-fixture.ts";
import { forgetOldMessages, MESSAGE_DAYS } from "./forget-messages.ts";
import { installationOwner } from "./owner.ts";
import { saveRecipient } from "./save-recipient.ts";

const DAY_MINUTES = 1_440;

test("messages go after 400 days with what they told, and ended alarms with the statistics: of companies and of the installation", async (t) => {
  const f = await openDelivery(t);
  f.allow();
  const webhook = { way: "webhook", url: `${f.hook.origin}/`, pin: f.pin, scope: "all" } as const;
  const desks = [
    { ctx: f.by, owner: f.owner, id: f.companyId, kind: "source-failed" },
    { ctx: f.system, owner: installationOwner(f.system), id: INSTALLATION, kind: "health" },
  ] as const;
  const stand = (standing: boolean) =>
    Promise.all(
      desks.map(({ id, kind }) =>
        withAuditOf(f.db.data("web"), id, (tx) =>
          writeDown(tx, id, {
            alarms: standing ? [{ id: `${kind} 1`, kind, since: null }] : [],
            covers: () => true,
            now: f.time.now,
          }),
        ),
      ),
    );
  const left = async () => {
    const sums = [0, 0, 0];
    for (const { id } of desks) {
      const [row] = await withAuditOf(
        f.db.data("owner"),
        id,
        (tx) => tx`select array[(select count(*) from data.alarm_message), (select count(*) from data.alarm_notice),
          (select count(*) from data.alarm_event)]::int[] as n`,
      );
      for (const [at, n] of ((row?.["n"] ?? []) as number[]).entries()) sums[at] = (sums[at] ?? 0) + n;
    }
    return sums;
  };
  for (const { ctx, owner } of desks) await saveRecipient(ctx, owner, webhook);
  await stand(true);
  await f.deliver();
  f.later(DAY_MINUTES);
  await stand(false);
  await f.deliver();
  assert.deepEqual(await left(), [4, 4, 2]);
  f.later((MESSAGE_DAYS - 1) * DAY_MINUTES + 1);
  assert.equal(await forgetOldMessages(f.installation), 2);
  assert.deepEqual(await left(), [2, 2, 2]);
  f.later(DAY_MINUTES);
  await forgetOldMessages(f.installation);
  assert.deepEqual(await left(), [0, 0, 2]);
  f.later(5 * 366 * DAY_MINUTES);
  assert.equal(await forgetStatistics(f.installation), 2);
  assert.deepEqual(await left(), [0, 0, 0]);
});
