import { POST as callExport } from "#app/api/exports/[id]/route.ts";
import { POST as callProcedure } from "#app/api/trpc/[trpc]/route.ts";
import { appRouter } from "#server/api/router.ts";
import { may, type Profile } from "#server/domain/permissions.ts";
import { FIXTURES, type Fixture } from "./fixtures.ts";
import { ACTORS, type ActorName, type Place, type World } from "./world.ts";

export interface MatrixReport {
  readonly procedures: number;
  readonly calls: number;
  readonly without: readonly string[];
  /** What was allowed and should not have been, or the other way round; names only. */
  readonly findings: readonly string[];
  /** Whether an answer given to somebody with the right is noticed when it is judged as somebody without it. */
  readonly controlNoticed: boolean;
}

const TARGETS = ["own", "other", "deleted"] as const;
type Target = (typeof TARGETS)[number];

/**
 * Every procedure of the router and the download route, as every actor, against every company, over the real route handlers.
 * `foreigners`: who reaches for another company; "each-reach" leaves those away whose reach and right somebody else has.
 */
export async function runMatrix(world: World, foreigners: "all" | "each-reach" = "all"): Promise<MatrixReport> {
  serveWith(world);
  const names = Object.keys(appRouter._def.procedures);
  const without = names.filter((name) => FIXTURES[name] === undefined);
  const findings: string[] = [];
  let calls = 0;
  for (const actor of ACTORS) {
    for (const target of TARGETS) {
      for (const name of names) {
        const fixture = FIXTURES[name];
        if (fixture === undefined) continue;
        if (target !== "own" && foreigners === "each-reach" && !ofEachReach(fixture).includes(actor)) continue;
        for (const way of waysTo(target, fixture)) {
          const answer = await callAs(world, actor, name, fixture, way);
          calls++;
          const fault = judge(world, actor, target, fixture, answer, way);
          if (fault !== null) findings.push(`${name} as ${actor}, ${target} by ${way.by}: ${fault}`);
        }
      }
      calls++;
      const download = await downloadAs(world, actor, target);
      if (download !== null) findings.push(`api/exports as ${actor}, ${target}: ${download}`);
    }
  }
  return { procedures: names.length, calls, without, findings, controlNoticed: await controlIsNoticed(world) };
}

/** One person of each reach, who may do it at home wherever such a person may: who is refused then is refused for the company. */
function ofEachReach({ needs }: Pick<Fixture, "needs">): readonly ActorName[] {
  const mayDo = (actor: Profile) => needs.some((permission) => may(actor, permission));
  const ofCompany = (["company-administrator", "dpo", "supervisor"] as const).find(mayDo) ?? "company-administrator";
  return [...(mayDo("end-user") ? (["end-user"] as const) : []), ofCompany, "reseller", "system-administrator"];
}

/** How another company is reached for: by a session that claims to work on it, or by naming its ids from one's own. */
interface Way {
  readonly by: "session" | "input";
  readonly session: Target;
  readonly input: Target;
}

function waysTo(target: Target, fixture: Fixture): Way[] {
  if (target === "own") return [{ by: "session", session: "own", input: "own" }];
  const ways: Way[] = [];
  ways.push({ by: "session", session: target, input: fixture.company ? target : "own" });
  if (fixture.named) ways.push({ by: "input", session: "own", input: target });
  return ways;
}

interface CallAnswer {
  readonly status: number;
  readonly code: string | null;
  readonly body: string;
}

/** Some procedures end sessions: then the call is made again, and judged, with a new one. */
async function callAs(world: World, actor: ActorName, name: string, fixture: Fixture, way: Way): Promise<CallAnswer> {
  const at = world[way.session];
  const answer = await call(await world.usedCookie(actor, at), world, name, fixture, way);
  if (answer.code !== "not-signed-in" || actor === "anonymous" || actor === "revoked") return answer;
  return await call(await world.cookie(actor, at), world, name, fixture, way);
}

async function call(
  cookie: string | null,
  world: World,
  name: string,
  fixture: Fixture,
  way: Way,
): Promise<CallAnswer> {
  const json = fixture.input(world[way.input]);
  const response = await callProcedure(
    new Request(`https://portal.test/api/trpc/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(cookie === null ? {} : { cookie }) },
      body: JSON.stringify(json === undefined ? {} : { json }),
    }),
  );
  const body = await response.text();
  return { status: response.status, code: codeIn(body), body };
}

const REFUSED = new Set(["not-signed-in", "forbidden", "not-found", "gone", "conflict"]);

function judge(
  world: World,
  actor: ActorName,
  target: Target,
  fixture: Fixture,
  answer: CallAnswer,
  way: Way,
): string | null {
  if (answer.code === "internal" || answer.status >= 500) return `failed with ${answer.code ?? answer.status}`;
  if (actor === "anonymous" || actor === "revoked")
    return answer.code === "not-signed-in" ? null : `answered ${answer.code ?? "data"}`;
  for (const place of [world.other, world.deleted]) {
    if (answer.body.includes(place.name) && !(actor === "system-administrator" && place === world.other))
      return "told of another company";
  }
  const permitted = fixture.needs.some((permission) => may(actor, permission));
  if (!permitted)
    return answer.code === "forbidden" || answer.code === "conflict"
      ? null
      : `answered ${answer.code ?? "data"} without the right`;
  if (target === "own")
    return answer.code === "forbidden" || answer.code === "not-signed-in" ? `refused with ${answer.code}` : null;
  // An account of one company works on its own, whatever its session claims; then only what is named lies elsewhere.
  const bound = actor !== "reseller" && actor !== "system-administrator";
  if (way.by === "session" && bound && !fixture.named) return null;
  if (actor === "system-administrator" && target === "other") return null;
  if (!fixture.company && way.by === "session") return null;
  if (answer.status === 200 && EMPTY.test(answer.body)) return null;
  return answer.code !== null && REFUSED.has(answer.code) ? null : `answered ${answer.code ?? "data"}`;
}

async function downloadAs(world: World, actor: ActorName, target: Target): Promise<string | null> {
  const cookie = await world.usedCookie(actor, world[target]);
  const body = new URLSearchParams({ token: "x".repeat(43) });
  const id = world[target].exportId;
  const request = new Request(`https://portal.test/api/exports/${id}`, {
    method: "POST",
    headers: cookie === null ? {} : { cookie },
    body,
  });
  const response = await callExport(request, { params: Promise.resolve({ id }) });
  const text = await response.text();
  if (response.status < 400) return "gave the file";
  if (response.status >= 500) return `failed with ${response.status}`;
  return text.includes(world.other.name) || text.includes(world.deleted.name) ? "told of another company" : null;
}

async function controlIsNoticed(world: World): Promise<boolean> {
  const fixture = FIXTURES["sources.list"];
  if (fixture === undefined) return false;
  const way: Way = { by: "session", session: "own", input: "own" };
  const answer = await callAs(world, "company-administrator", "sources.list", fixture, way);
  const leak = { ...answer, body: `${answer.body}${world.other.name}` };
  const asOthers = [
    judge(world, "end-user", "own", fixture, answer, way),
    judge(world, "revoked", "own", fixture, answer, way),
  ];
  return [...asOthers, judge(world, "company-administrator", "own", fixture, leak, way)].every(
    (fault) => fault !== null,
  );
}

function codeIn(body: string): string | null {
  return /"appCode":"([a-z-]+)"/.exec(body)?.[1] ?? null;
}

/** The route handlers find the web process's doors where its own start leaves them. */
function serveWith(world: World): void {
  Reflect.set(globalThis, Symbol.for("gallra.web.installation"), Promise.resolve(world.installation));
}

/** Calls with ids that belong to nobody; answers how many were not refused. */
export async function tryRandomIds(
  world: World,
  count: number,
): Promise<{ readonly calls: number; readonly answered: number }> {
  serveWith(world);
  const named = Object.entries(FIXTURES).filter(([, fixture]) => fixture.named && fixture.company);
  let calls = 0;
  let answered = 0;
  const cookie = await world.cookie("company-administrator", world.own);
  for (let i = 0; i < count; i++) {
    const entry = named[i % named.length];
    if (entry === undefined || cookie === null) break;
    const [name, fixture] = entry;
    const response = await callProcedure(
      new Request(`https://portal.test/api/trpc/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ json: fixture.input(nowhere(world.own)) }),
      }),
    );
    calls++;
    if (response.ok && !EMPTY.test(await response.text())) answered++;
  }
  return { calls, answered };
}

const EMPTY = /"json":\[\]|"rows":0/;

function nowhere(own: Place): Place {
  const id = () => crypto.randomUUID();
  const far = Math.floor(Math.random() * 2_000_000_000) + 100;
  return {
    ...own,
    companyId: far,
    sourceId: far,
    accountId: id(),
    selectionId: id(),
    exportId: id(),
    erasureId: id(),
    certificateId: id(),
    hitId: id(),
    profileId: id(),
    recipientId: id(),
  };
}
