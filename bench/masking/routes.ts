import { resolve } from "node:path";
import { POST as fetchAudit } from "#app/api/audit-export/route.ts";
import { POST as fetchLines } from "#app/api/undefined-lines/route.ts";
import { POST as answerEdge } from "#app/api/edge/[verb]/route.ts";
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
import type { Entered, Stage } from "./stage.ts";
import { dayIn } from "#server/domain/zoned-time.ts";

type Handler = (request: Request) => Response | Promise<Response>;

/** What is asked of each route; "elsewhere" is one that another door of the matrix goes through. */
const ROUTES: Readonly<Record<string, Handler | "elsewhere">> = {
  "api/audit-export": fetchAudit,
  "api/client-logs": tellError,
  "api/undefined-lines": fetchLines,
  // Whoever is signed in is still a stranger to it.
  "api/edge/[verb]": (request) => answerEdge(request, { params: Promise.resolve({ verb: "enrol" }) }),
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
export async function tryRoutes(everybody: readonly Entered[], { sourceId }: Stage): Promise<DoorReport> {
  const names = filesBelow(APP)
    .filter((file) => file.endsWith("/route.ts"))
    .map((file) => file.slice(0, -"/route.ts".length));
  const findings = names.filter((name) => ROUTES[name] === undefined).map((name) => `route ${name}: no entry`);
  let tried = 0;
  let files = 0;
  for (const { cookie, someone } of everybody) {
    for (const name of names) {
      const handler = ROUTES[name];
      if (handler === undefined || handler === "elsewhere") continue;
      const response = await handler(name === LINES ? linesOf(sourceId, cookie) : requestOf(name, cookie));
      tried++;
      if (name === LINES && response.status === 200) files++;
      // What is downloaded goes by what the person may see in files.
      const sight = name === LINES ? someone.exportSight : someone.sight;
      for (const field of leaksIn(await response.text(), sight))
        findings.push(`route ${name} as ${someone.name}: ${field}`);
    }
  }
  if (files === 0) findings.push(`route ${LINES}: nobody was given a file`);
  return { tried, findings };
}

const LINES = "api/undefined-lines";

/** The lines of today, in which the planted values stand. */
function linesOf(sourceId: number, cookie: string): Request {
  const form = new URLSearchParams({ sourceId: String(sourceId), day: dayIn("Europe/Stockholm", new Date()) });
  form.set("purpose", "the masking matrix looks at it");
  return new Request(`https://portal.test/${LINES}`, { method: "POST", headers: { cookie }, body: form });
}

function requestOf(name: string, cookie: string): Request {
  const url = `https://portal.test/${name}`;
  if (!name.startsWith("api/")) return new Request(url, { headers: { cookie } });
  const body = JSON.stringify({ page: "/data", message: planted().map((plant) => plant.text) });
  return new Request(url, { method: "POST", headers: { cookie, "content-type": "application/json" }, body });
}
