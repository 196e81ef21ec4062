import { resolve } from "node:path";
import { POST as fetchAudit } from "#app/api/audit-export/route.ts";
import { POST as tellError } from "#app/api/client-logs/route.ts";
import { GET as readSchema } from "#app/api/exports/schema/route.ts";
import { GET as nothing } from "#app/api/[...nothing]/route.ts";
import { GET as readLivez } from "#app/livez/route.ts";
import { GET as readMetrics } from "#app/metrics/route.ts";
import { GET as readReadyz } from "#app/readyz/route.ts";
import { GET as readVerifier } from "#app/verify/route.ts";
import { filesBelow } from "#bin/checks/tree.ts";
import { leaksIn, planted } from "./plants.ts";
import type { DoorReport } from "./procedures.ts";
import type { Entered } from "./stage.ts";

type Handler = (request: Request) => Response | Promise<Response>;

/** What is asked of each route; "elsewhere" is one that another door of the matrix goes through. */
const ROUTES: Readonly<Record<string, Handler | "elsewhere">> = {
  "api/audit-export": fetchAudit,
  "api/client-logs": tellError,
  "api/exports/schema": readSchema,
  "api/[...nothing]": nothing,
  livez: readLivez,
  metrics: readMetrics,
  readyz: readReadyz,
  verify: readVerifier,
  "api/trpc/[trpc]": "elsewhere",
  "api/exports/[id]": "elsewhere",
  // Signing in knows nobody's calls.
  "api/auth/[...nextauth]": "elsewhere",
};

const APP = resolve(import.meta.dirname, "..", "..", "app");

/** Every route that is no procedure, as everybody, with the planted values in what is sent. One without an entry fails. */
export async function tryRoutes(everybody: readonly Entered[]): Promise<DoorReport> {
  const names = filesBelow(APP)
    .filter((file) => file.endsWith("/route.ts"))
    .map((file) => file.slice(0, -"/route.ts".length));
  const findings = names.filter((name) => ROUTES[name] === undefined).map((name) => `route ${name}: no entry`);
  let tried = 0;
  for (const { cookie, someone } of everybody) {
    for (const name of names) {
      const handler = ROUTES[name];
      if (handler === undefined || handler === "elsewhere") continue;
      const response = await handler(requestOf(name, cookie));
      tried++;
      for (const field of leaksIn(await response.text(), someone.sight))
        findings.push(`route ${name} as ${someone.name}: ${field}`);
    }
  }
  return { tried, findings };
}

function requestOf(name: string, cookie: string): Request {
  const url = `https://portal.test/${name}`;
  if (!name.startsWith("api/")) return new Request(url, { headers: { cookie } });
  const body = JSON.stringify({ page: "/data", message: planted().map((plant) => plant.text) });
  return new Request(url, { method: "POST", headers: { cookie, "content-type": "application/json" }, body });
}
