import { randomUUID } from "node:crypto";
import { POST as callProcedure } from "#app/api/trpc/[trpc]/route.ts";
import { FIXTURES } from "#bench/tenants/fixtures.ts";
import type { Place } from "#bench/tenants/world.ts";
import { appRouter } from "#server/api/router.ts";
import { BLIND } from "#server/domain/sight.ts";
import { freezeSelection, requestExport } from "#server/privacy/index.ts";
import { leaksIn, SOUGHT } from "./plants.ts";
import type { Entered, Stage } from "./stage.ts";

export interface DoorReport {
  readonly tried: number;
  /** Names of doors, people and fields; never a value. */
  readonly findings: readonly string[];
}

/** What would change the stage for those who come after: asked last. */
const isLast = (name: string) => /^(?:sources\.(?:remove|change|stop)|cases\.(?!list$)|data\.mark$)/.test(name);

/** Every procedure of the router as everybody, over the real route handler, with the planted number where one is asked for. */
export async function tryProcedures(
  stage: Stage,
  everybody: readonly Entered[],
  which: "first" | "last",
): Promise<DoorReport> {
  const names = Object.keys(appRouter._def.procedures);
  const findings = names.filter((name) => FIXTURES[name] === undefined).map((name) => `${name}: no fixture`);
  let tried = 0;
  for (const entered of everybody) {
    const place = await placeOf(stage, entered);
    for (const name of names.filter((one) => FIXTURES[one] !== undefined && isLast(one) === (which === "last"))) {
      const { body } = await call(entered, name, inputOf(name, place));
      tried++;
      // What somebody typed is said back to them; everything else is judged.
      const judged = name === "data.search" ? withoutEcho(body) : body;
      for (const field of leaksIn(judged, entered.someone.sight))
        findings.push(`${name} as ${entered.someone.name}: ${field}`);
    }
  }
  return { tried, findings };
}

/** The same procedures with a number typed into every field that takes a text: what is refused does not repeat it. */
export async function tryErrors(stage: Stage, everybody: readonly Entered[]): Promise<DoorReport> {
  const findings: string[] = [];
  let tried = 0;
  for (const entered of everybody) {
    const place = await placeOf(stage, entered);
    for (const name of Object.keys(appRouter._def.procedures).filter((one) => !isLast(one))) {
      for (const input of mistyped(inputOf(name, place))) {
        const { body, refused } = await call(entered, name, input);
        if (!refused) continue;
        tried++;
        for (const field of leaksIn(body, BLIND))
          findings.push(`error of ${name} as ${entered.someone.name}: ${field}`);
      }
    }
  }
  return { tried, findings };
}

/** Whether a search that shows a number is noticed when it is judged as if the profile masked it. */
export async function controlIsNoticed(stage: Stage, seeing: Entered): Promise<boolean> {
  const { body } = await call(seeing, "data.search", inputOf("data.search", await placeOf(stage, seeing)));
  return leaksIn(withoutEcho(body), { ...seeing.someone.sight, phone: "masked", maskDigits: 4 }).length > 0;
}

export async function call(
  entered: Entered,
  name: string,
  json: unknown,
): Promise<{ readonly body: string; readonly refused: boolean }> {
  const response = await callProcedure(
    new Request(`https://portal.test/api/trpc/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: entered.cookie },
      body: JSON.stringify(json === undefined ? {} : { json }),
    }),
  );
  const body = await response.text();
  return { body, refused: response.status >= 400 };
}

function inputOf(name: string, place: Place): unknown {
  switch (name) {
    case "data.search":
    case "data.freeze":
      return { text: SOUGHT.text };
    // Another role than any in the calls: what is revealed is judged by its own door.
    case "data.reveal":
      return { hitId: place.hitId, role: "transferred", class: "phone", purpose: "matrix of masks" };
    default:
      return FIXTURES[name]?.input(place);
  }
}

/** Made once for everybody, before somebody holds or restricts what was planted. */
const places = new WeakMap<Entered, Promise<Place>>();

function placeOf(stage: Stage, entered: Entered): Promise<Place> {
  const known = places.get(entered) ?? makePlace(stage, entered);
  places.set(entered, known);
  return known;
}

/** Ids of what is really there, so that a door that gives anything away gives it away here. */
async function makePlace(stage: Stage, { ctx }: Entered): Promise<Place> {
  const may = ctx.actor.permissions;
  const selectionId = may.has("data.search")
    ? (await freezeSelection(ctx, { text: SOUGHT.text })).selectionId
    : randomUUID();
  const exportId = may.has("data.export")
    ? (await requestExport(ctx, { selectionId, purpose: "matrix of masks" })).exportId
    : randomUUID();
  return {
    companyId: ctx.company.id,
    resellerId: ctx.company.resellerId,
    name: ctx.company.name,
    sourceId: stage.sourceId,
    edgeId: randomUUID(),
    layoutId: 1,
    accountId: stage.spareAccount,
    selectionId,
    exportId,
    erasureId: randomUUID(),
    certificateId: randomUUID(),
    profileId: stage.spareProfile,
    recipientId: randomUUID(),
    hitId: stage.hitId,
    folder: stage.folder,
  };
}

function withoutEcho(body: string): string {
  const answer = JSON.parse(body) as { result?: { data?: { json?: { read?: unknown } } } };
  delete answer.result?.data?.json?.read;
  return JSON.stringify(answer);
}

/** The input once for each of its texts, with the planted number in its place; and as a whole, where there is none. */
function mistyped(input: unknown): unknown[] {
  if (typeof input !== "object" || input === null) return [SOUGHT.canonical, { text: SOUGHT.text, [SOUGHT.text]: 1 }];
  const keys = Object.keys(input);
  return [
    ...keys.map((key) => ({ ...input, [key]: SOUGHT.text })),
    ...keys.map((key) => ({ ...input, [key]: [SOUGHT.canonical, { number: SOUGHT.canonical }] })),
    { ...input, [SOUGHT.text]: SOUGHT.canonical },
  ];
}
