import type { EdgeContext } from "./edge-context.ts";

const EVERY_MS = 3_600_000;
const NEARLY_FULL = 0.8;
const FEW_DAYS = 3;

/** Says, once an hour, how long an outage can go on: until the room or the keys are used up. */
export function warnOf(ctx: EdgeContext): (isAway: boolean) => Promise<void> {
  let saidAt = Number.NEGATIVE_INFINITY;
  return async (isAway) => {
    if (performance.now() - saidAt < EVERY_MS) return;
    const share = await ctx.fill.share();
    const days = daysOfKeys(ctx);
    const isNear = share >= NEARLY_FULL || (isAway && days <= FEW_DAYS);
    if (!isNear) return;
    saidAt = performance.now();
    const { segments } = await ctx.fill.waiting();
    const fields = { percent: Math.floor(share * 100), segments, days };
    if (share >= 1) ctx.log.error("edge.full", fields);
    else ctx.log.warn("edge.fills-up", fields);
  };
}

/** Whole days for which there are keys to write with, today's among them. */
function daysOfKeys({ orders, clock }: Pick<EdgeContext, "orders" | "clock">): number {
  if (orders.keysUntil === null) return 0;
  const today = Date.parse(`${clock.now().toISOString().slice(0, 10)}T00:00:00Z`);
  return Math.max(0, Math.round((Date.parse(`${orders.keysUntil}T00:00:00Z`) - today) / 86_400_000) + 1);
}
