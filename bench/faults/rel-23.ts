import { randomUUID } from "node:crypto";
import { POST as callRoute } from "#app/api/trpc/[trpc]/route.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { openSession } from "#server/auth/open-session.ts";
import { sealSessionToken } from "#server/auth/session-token.ts";
import type { Profile } from "#server/domain/permissions.ts";
import { rightsOf } from "#server/domain/rights.ts";
import { addAccount } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";
import { addCompany, closeCompany } from "#server/store/companies.ts";
import type { Fault, Figure } from "../figure.ts";
import { makeWorld, type World } from "../tenants/world.ts";
import { PLACE } from "#server/store/place-fixture.ts";

const ROUNDS = { quick: 100, full: 10_000 };
const AT_ONCE = 4;
const AFTER = 2;

/**
 * Somebody works with several requests at once while a right is taken from them, by the procedures of the portal and the real
 * session lookup. Whatever begins after the answer to the taking must be refused.
 */
export const fault: Fault = {
  id: "REL-23",
  claim: "an ended session, a disabled account and a changed right work on the next request",
  async run({ full }): Promise<Figure[]> {
    const database = await openTestDatabase();
    try {
      const world = await makeWorld(database);
      Reflect.set(globalThis, Symbol.for("gallra.web.installation"), Promise.resolve(world.installation));
      try {
        return [await play(world, database, full ? ROUNDS.full : ROUNDS.quick)];
      } finally {
        await world.close();
      }
    } finally {
      await database.close();
    }
  },
};

interface Tally {
  late: number;
  empty: number;
  requests: number;
  readonly kinds: Record<string, number>;
}

async function play(world: World, database: TestDatabase, rounds: number): Promise<Figure> {
  const tally: Tally = { late: 0, empty: 0, requests: 0, kinds: {} };
  let stage = await stageOf(world, database);
  for (let round = 0; round < rounds; round++) {
    // What the administrator does asks for a password given lately: a session of its own for every few rounds.
    if (round % ROUNDS_A_SESSION === ROUNDS_A_SESSION - 1)
      stage = { ...stage, administrator: await administratorOf(stage) };
    const [name, taking] = TAKINGS[round % TAKINGS.length] ?? [];
    if (name === undefined || taking === undefined) break;
    tally.kinds[name] = (tally.kinds[name] ?? 0) + 1;
    await take(await taking(stage), tally);
  }
  // Without any taking the same requests are answered: otherwise the refusals above would prove nothing.
  const control: Tally = { late: 0, empty: 0, requests: 0, kinds: {} };
  const [victim] = await newcomer(stage, "dpo");
  await take({ ...victim, act: async () => undefined, refused: "not-signed-in" }, control);
  const noticed = control.late === AT_ONCE * AFTER;
  return {
    id: "REL-23",
    value: tally.late + tally.empty,
    unit: "requests that kept a right",
    must: "0, and the control noticed",
    ok: tally.late === 0 && tally.empty === 0 && noticed && Object.keys(tally.kinds).length === TAKINGS.length,
    detail: { rounds, requests: tally.requests, controlNoticed: noticed, ...tally.kinds },
  };
}

interface Victim {
  readonly cookie: string;
  /** What they go on asking. */
  readonly procedure: string;
}

interface Taking extends Victim {
  readonly act: () => Promise<unknown>;
  readonly refused: "not-signed-in" | "forbidden";
}

async function take({ cookie, procedure, act, refused }: Taking, tally: Tally): Promise<void> {
  let taken = false;
  let before = 0;
  const ask = async () => {
    const isLate = taken;
    const code = await call(cookie, procedure);
    tally.requests++;
    if (isLate && code !== refused) tally.late++;
    if (!isLate && code === null) before++;
    return isLate;
  };
  const worker = async () => {
    for (let late = 0; late < AFTER; ) if (await ask()) late++;
  };
  if ((await call(cookie, procedure)) === null) before++;
  const workers = Promise.all(Array.from({ length: AT_ONCE }, worker));
  try {
    await act();
  } finally {
    // Whoever asks goes on until the right is taken; where that fails they stop as well.
    taken = true;
    await workers;
  }
  if (before === 0) tally.empty++;
}

interface Stage {
  readonly world: World;
  readonly database: TestDatabase;
  /** An administrator of the own company. */
  readonly administrator: string;
  /** Profiles of the company's own: one that holds nothing, and one that a round narrows. */
  readonly bare: string;
  readonly narrowed: string;
}

async function stageOf(world: World, database: TestDatabase): Promise<Stage> {
  const administrator = await administratorOf({ world, database });
  const bare = await saveProfile(administrator, { name: "Bare" }, OWN_ALONE);
  const narrowed = await saveProfile(administrator, { name: NARROWED }, OWN_ALONE);
  return { world, database, administrator, bare, narrowed };
}

const ROUNDS_A_SESSION = 50;

async function administratorOf(stage: Pick<Stage, "world" | "database">): Promise<string> {
  const [{ cookie }] = await newcomer(stage, "company-administrator");
  return cookie;
}

const NARROWED = "Narrowed";
const OWN_ALONE = ["account.own"];

/** Every way in which somebody's right ends. */
const TAKINGS: readonly (readonly [string, (stage: Stage) => Promise<Taking>])[] = [
  [
    "ended by an administrator",
    async (stage) => {
      const [victim, accountId] = await newcomer(stage, "dpo");
      const act = () => must(call(stage.administrator, "people.endSessions", { accountId }));
      return { ...victim, act, refused: "not-signed-in" };
    },
  ],
  [
    "ended from another session",
    async (stage) => {
      const [victim, accountId] = await newcomer(stage, "dpo");
      const other = await sessionOf(stage, accountId, "dpo", stage.world.own.companyId);
      return { ...victim, act: () => must(call(other, "me.endOtherSessions")), refused: "not-signed-in" };
    },
  ],
  [
    "disabled",
    async (stage) => {
      const [victim, accountId] = await newcomer(stage, "dpo");
      const act = () => must(call(stage.administrator, "people.change", { accountId, disabled: true }));
      return { ...victim, act, refused: "not-signed-in" };
    },
  ],
  [
    "another profile",
    async (stage) => {
      const [victim, accountId] = await newcomer(stage, "dpo");
      const act = () => must(call(stage.administrator, "people.change", { accountId, profile: "supervisor" }));
      return { ...victim, act, refused: "forbidden" };
    },
  ],
  [
    "a profile of the company's own, given",
    async (stage) => {
      const [victim, accountId] = await newcomer(stage, "dpo");
      const to = { profileId: stage.bare };
      const act = () => must(call(stage.administrator, "profiles.assign", { accountId, to }));
      return { ...victim, act, refused: "forbidden" };
    },
  ],
  [
    "a profile of the company's own, narrowed",
    async (stage) => {
      const [victim, accountId] = await newcomer(stage, "dpo");
      const profile = { profileId: stage.narrowed, name: NARROWED };
      await saveProfile(stage.administrator, profile, [...OWN_ALONE, "certificate.see"]);
      await must(call(stage.administrator, "profiles.assign", { accountId, to: { profileId: stage.narrowed } }));
      return { ...victim, act: () => saveProfile(stage.administrator, profile, OWN_ALONE), refused: "forbidden" };
    },
  ],
  [
    "a new password made by somebody else",
    async (stage) => {
      const [victim, accountId] = await newcomer(stage, "dpo");
      const act = () => must(call(stage.administrator, "people.resetPassword", { accountId }));
      return { ...victim, act, refused: "not-signed-in" };
    },
  ],
  [
    "the company closed",
    async (stage) => {
      const web = stage.database.data("web");
      const { resellerId } = stage.world.own;
      const slug = `c-${randomUUID()}`;
      const companyId = await addCompany(web, { ...PLACE, slug, name: slug, resellerId });
      const [victim] = await newcomer(stage, "dpo", companyId);
      return { ...victim, act: () => closeCompany(web, companyId, new Date()), refused: "not-signed-in" };
    },
  ],
];

/** A profile of the company's own, made from that of a data protection officer. Answers its id. */
async function saveProfile(
  cookie: string,
  profile: { readonly profileId?: string; readonly name: string },
  permissions: readonly string[],
): Promise<string> {
  const { sight, exportSight } = rightsOf("dpo");
  const { code, body } = await answerTo(cookie, "profiles.save", {
    ...profile,
    base: "dpo",
    permissions,
    sight,
    exportSight,
  });
  if (code !== null) throw new Error(`a profile could not be saved: ${code}`);
  return /"profileId":"([\da-f-]{36})"/.exec(body)?.[1] ?? "";
}

/** Somebody new with a session, who goes on asking for the certificates. */
async function newcomer(
  stage: Pick<Stage, "world" | "database">,
  profile: Profile,
  companyId = stage.world.own.companyId,
): Promise<[Victim, string]> {
  const id = randomUUID();
  const place = { resellerId: stage.world.own.resellerId, scopeCompanyId: companyId };
  const account = { ...place, id, email: `${id}@round.example`, name: "Round", profile, language: null };
  await withReach(stage.database.data("web"), EVERYWHERE, (tx) =>
    addAccount(tx, {
      ...account,
      passwordHash: "$argon2id$none",
      mustChangePassword: false,
    }),
  );
  return [{ cookie: await sessionOf(stage, id, profile, companyId), procedure: "certificates.list" }, id];
}

async function sessionOf(
  { world }: Pick<Stage, "world">,
  id: string,
  profile: Profile,
  scopeCompanyId: number,
): Promise<string> {
  const owner = { id, name: "Round", profile, resellerId: null, scopeCompanyId };
  const { token } = await openSession(world.installation, owner, { address: null, via: "portal" });
  return `__Host-gallra-session=${await sealSessionToken(token, world.secret)}`;
}

/** null when it was answered, else the code of the refusal. */
async function call(cookie: string, procedure: string, input: unknown = {}): Promise<string | null> {
  return (await answerTo(cookie, procedure, input)).code;
}

async function answerTo(
  cookie: string,
  procedure: string,
  input: unknown,
): Promise<{ code: string | null; body: string }> {
  const response = await callRoute(
    new Request(`https://portal.test/api/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify({ json: input }),
    }),
  );
  const body = await response.text();
  const code = response.ok ? null : (/"appCode":"([a-z-]+)"/.exec(body)?.[1] ?? String(response.status));
  return { code, body };
}

async function must(work: Promise<string | null>): Promise<void> {
  const code = await work;
  if (code !== null) throw new Error(`a right could not be taken: ${code}`);
}
