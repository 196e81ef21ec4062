import { door, type Installation } from "../context.ts";
import { readEnv } from "../env.ts";
import { openInstallation } from "../installation.ts";
import { createLog } from "../log.ts";
import { watchPool } from "../maintenance/metrics/gauges.ts";
import { watchGuards } from "../maintenance/metrics/guard-gauges.ts";
import { keepForEnd, keepPresence } from "../maintenance/presence.ts";
import { keepSearchWarm } from "../privacy/seek/keep-warm.ts";

const CONNECTIONS = 10;
const KEY = Symbol.for("gallra.web.installation");

/**
 * The web process's doors, opened once: the bundler may load this module several times, and each would open pools of its
 * own. A failed opening is forgotten, so that the next request tries again.
 */
export function webInstallation(): Promise<Installation> {
  const kept: unknown = Reflect.get(globalThis, KEY);
  if (kept instanceof Promise) return kept;
  const opening = openInstallation(readEnv(), {
    log: createLog("web"),
    name: "web",
    roles: ["web"],
    connections: CONNECTIONS,
  });
  Reflect.set(globalThis, KEY, opening);
  void opening.then(
    (open) => {
      keepForEnd(keepPresence(door(open, "web"), "web", open.env, open.log));
      watchPool(open, "web");
      watchGuards(open);
      keepSearchWarm(open, CONNECTIONS);
    },
    () => undefined,
  );
  opening.catch(() => Reflect.deleteProperty(globalThis, KEY));
  return opening;
}
