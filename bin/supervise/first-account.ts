import { randomBytes, randomUUID } from "node:crypto";
import { addFirstSignIn, readFirstSignIns, writeFirstSignIns } from "../first-sign-in.ts";
import type { ClusterHome } from "#db/cluster-home.ts";
import { connect, type Sql } from "#db/clients.ts";
import { hashPassword } from "#server/auth/password.ts";
import { errorFields, type Log } from "#server/log.ts";
import { addAccount, listAccounts } from "#server/store/accounts.ts";
import { EVERYWHERE, withReach } from "#server/store/reach.ts";

const LOOK_MS = 30_000;
const EMAIL = "admin@gallra.example";

/** An installation without any account gets a system administrator with a generated password, to be changed at once. */
export async function ensureFirstAccount(home: string, web: Sql): Promise<void> {
  const accounts = await withReach(web, EVERYWHERE, (tx) => listAccounts(tx));
  if (accounts.length > 0) return;
  const password = randomBytes(12).toString("base64url");
  const signIn = {
    email: EMAIL,
    name: "System administrator",
    profile: "system-administrator" as const,
    company: null,
    password,
  };
  // The file first: an account whose password nobody was told could not be used by anybody.
  addFirstSignIn(home, signIn);
  const account = {
    id: randomUUID(),
    resellerId: null,
    scopeCompanyId: null,
    email: EMAIL,
    name: signIn.name,
    passwordHash: await hashPassword(password, EMAIL),
    profile: signIn.profile,
    language: null,
    mustChangePassword: true,
  };
  await withReach(web, EVERYWHERE, (tx) => addAccount(tx, account));
}

/** Forgets the generated passwords of those who have signed in: looks now and then, for as long as there are any. */
export function watchFirstSignIns(home: ClusterHome, log: Log): { end(): Promise<void> } {
  const web = connect(home, "data", "web", { max: 1, name: "supervisor" });
  const look = () => {
    if (readFirstSignIns(home.home).length === 0) clearInterval(timer);
    else forgetUsed(home.home, web).catch((error: unknown) => log.warn("sign-ins-not-forgotten", errorFields(error)));
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    end: () => {
      clearInterval(timer);
      return web.end({ timeout: 1 });
    },
  };
}

async function forgetUsed(home: string, web: Sql): Promise<void> {
  const used = new Set(
    (await withReach(web, EVERYWHERE, (tx) => listAccounts(tx)))
      .filter((account) => account.lastSignedInAt !== null)
      .map((account) => account.email),
  );
  const waiting = readFirstSignIns(home);
  const left = waiting.filter((signIn) => !used.has(signIn.email));
  if (left.length < waiting.length) writeFirstSignIns(home, left);
}
