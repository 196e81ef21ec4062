import type { EdgeContext } from "./edge-context.ts";

const EVERY_MS = 3_600_000;
const NEARLY_FULL = 0.8;
const FEW_DAYS = 3;
/** Keys come for a fortnight beyond today. */
const DAYS_OF_KEYS = 14;

/** Says, once an hour, how long an outage can go on: until the room or the keys are used up. That it is full it says at once. */
export function warnOf(ctx: EdgeContext): (isAway: boolean) => Promise<void> {
  let said = { at: Number.NEGATIVE_INFINITY, full: false };
  const tellKeys = keysOf(ctx);
  return async (isAway) => {
    tellKeys();
    const share = await ctx.fill.share();
    const full = share >= 1;
    if (performance.now() - said.at < EVERY_MS && (said.full || !full)) return;
    const days = daysOfKeys(ctx);
    const isNear = share >= NEARLY_FULL || (isAway && days <= FEW_DAYS);
    if (!isNear) return;
    said = { at: performance.now(), full };
    const { segments } = await ctx.fill.waiting();
    const fields = { percent: Math.floor(share * 100), segments, days };
    if (full) ctx.log.error("edge.full", fields);
    else ctx.log.warn("edge.fills-up", fields);
  };
}

/** Once a day when no new keys have come for more than a day; once an hour when there is none to write with. */
function keysOf(ctx: EdgeContext): () => void {
  let said = { days: DAYS_OF_KEYS, at: 0 };
  return () => {
    // Before the first contact there are none.
    if (ctx.orders.keysUntil === null) return;
    const days = daysOfKeys(ctx);
    const isNew = days < said.days || (days === 0 && performance.now() - said.at >= EVERY_MS);
    if (days >= DAYS_OF_KEYS || !isNew) {
      said = { days: Math.max(days, said.days), at: said.at };
      return;
    }
    said = { days, at: performance.now() };
    if (days === 0) ctx.log.error("edge.no-keys");
    else ctx.log.warn("edge.keys-end", { days });
  };
}

/** Whole days for which there are keys to write with, today's among them. */
function daysOfKeys({ orders, clock }: Pick<EdgeContext, "orders" | "clock">): number {
  if (orders.keysUntil === null) return 0;
  const today = Date.parse(`${clock.now().toISOString().slice(0, 10)}T00:00:00Z`);
  return Math.max(0, Math.round((Date.parse(`${orders.keysUntil}T00:00:00Z`) - today) / 86_400_000) + 1);
}
