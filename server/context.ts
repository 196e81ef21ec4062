import type { Sql } from "#db/clients.ts";
import { AppError } from "./domain/app-error.ts";
import { BOUNDS, type Bounds } from "./domain/bounds.ts";
import { type Permission, reachOf } from "./domain/permissions.ts";
import type { Rights } from "./domain/rights.ts";
import type { Env } from "./env.ts";
import type { Keyring } from "./keyring/index.ts";
import type { Log } from "./log.ts";

export type Clock = () => Date;

/** Who acts. Looked up anew for every request, so that a changed right works on the next one. */
export interface Actor extends Rights {
  /** null for the product's own work (sweeps, guardians). */
  readonly accountId: string | null;
  readonly name: string;
  readonly resellerId: number | null;
  /** The company of a profile that reaches one company only. */
  readonly companyId: number | null;
  readonly sessionId: string | null;
  readonly via: "portal" | "cli" | "worker";
  /** When this session last proved its password; `requireStepUp` of domain/step-up.ts reads it. */
  readonly steppedUpAt?: Date | null;
  readonly address: string | null;
}

/** The company a request is about, as far as verbs need it; numbers are read by its site settings. */
export interface Company {
  readonly id: number;
  readonly resellerId: number;
  readonly slug: string;
  readonly name: string;
  readonly kind: "private" | "public";
  readonly timeZone: string;
  readonly country: string;
  readonly outsideLine: string | null;
  readonly extensionDigits: number | null;
  readonly internationalPrefix: string | null;
  readonly language: "sv" | "en";
}

/** The doors a process has opened to the data cluster; a verb names the one it needs. */
export interface Doors {
  readonly web?: Sql;
  readonly ingest?: Sql;
  readonly keeper?: Sql;
  readonly report?: Sql;
  readonly collect?: Sql;
}

/** What a process has, without anyone acting: sweeps and ingest work with it. */
export interface Installation {
  readonly env: Env;
  readonly log: Log;
  readonly clock: Clock;
  readonly sql: Doors;
  readonly keyring: Keyring;
  /** How much one person may ask for and keep; what is left out is as `BOUNDS` has it. Only who wires a process can say so. */
  readonly bounds?: Partial<Bounds> | undefined;
}

export interface Context extends Installation {
  readonly actor: Actor;
}

export interface CompanyContext extends Context {
  readonly company: Company;
}

/** The first line of every verb. Throws AppError "forbidden"; the text does not tell whether the company exists. */
export function authorise(ctx: Context, permission: Permission): void {
  if (!ctx.actor.permissions.has(permission)) throw refusal();
}

/** The first line of every verb about one company: the permission, and that the actor reaches this company. */
export function authoriseCompany(ctx: CompanyContext, permission: Permission): void {
  authorise(ctx, permission);
  if (!reaches(ctx.actor, ctx.company)) throw refusal();
}

/** Whether an actor may act on a company at all. */
export function reaches(actor: Actor, company: Pick<Company, "id" | "resellerId">): boolean {
  switch (reachOf(actor.profile)) {
    case "installation":
      return true;
    case "reseller":
      return actor.resellerId === company.resellerId;
    case "company":
    case "self":
      return actor.companyId === company.id;
  }
}

/** The bounds that hold in this process. */
export function boundsOf({ bounds }: Pick<Installation, "bounds">): Bounds {
  return { ...BOUNDS, ...bounds };
}

/** One door, or an error that names the missing one: a process opens only what it needs. */
export function door(installation: Pick<Installation, "sql">, role: keyof Doors): Sql {
  const sql = installation.sql[role];
  if (sql === undefined) throw new Error(`this process has no door "${role}" to the data cluster`);
  return sql;
}

function refusal(): AppError {
  return new AppError(
    "forbidden",
    "You do not have the right to do this here. Ask an administrator of the company for it.",
  );
}
