import type { Sql, Tx } from "#db/clients.ts";
import { AppError } from "../domain/app-error.ts";
import type { Profile } from "../domain/permissions.ts";
import { rowsAs } from "./rows.ts";

/** A person who signs in. Name and e-mail are personal data of an employee. */
export interface Account {
  readonly id: string;
  readonly resellerId: number | null;
  readonly scopeCompanyId: number | null;
  readonly email: string;
  readonly name: string;
  readonly profile: Profile;
  readonly language: "sv" | "en" | null;
  readonly mustChangePassword: boolean;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
  readonly lastSignedInAt: Date | null;
}

export interface NewAccount {
  readonly id: string;
  readonly resellerId: number | null;
  readonly scopeCompanyId: number | null;
  readonly email: string;
  readonly name: string;
  /** argon2id, as the library writes it. */
  readonly passwordHash: string;
  readonly profile: Profile;
  readonly language: "sv" | "en" | null;
  readonly mustChangePassword: boolean;
  /** Nothing but changing the password is open until that is done. */
  readonly changeForced?: boolean;
}

/** All verbs here: role web, in a transaction that names its reach (`withReach`). Throws AppError "conflict" when the address is taken. */
export async function addAccount(tx: Tx, account: NewAccount): Promise<void> {
  try {
    await tx`select data.add_account(${account.id}, ${account.resellerId}, ${account.scopeCompanyId}, ${account.email}, ${account.name},
      ${account.passwordHash}, ${account.profile}, ${account.language}, ${account.mustChangePassword}, ${account.changeForced ?? false})`;
  } catch (error) {
    if ((error as { code?: string }).code !== "23505") throw error;
    throw new AppError("conflict", "Somebody with this e-mail address exists already.", { cause: error });
  }
}

/** With the password's hash, by the exact address and from anywhere: for the sign-in and the proof of a password alone. A disabled account is answered too, so that the work is the same. */
export async function accountToSignIn(
  web: Sql,
  email: string,
): Promise<(Account & { readonly passwordHash: string }) | null> {
  return (
    rowsAs<Account & { passwordHash: string }>(await web`select * from data.account_to_sign_in(${email})`)[0] ?? null
  );
}

export const PEOPLE_STATES = ["any", "active", "disabled", "never", "change"] as const;
export const PEOPLE_SORTS = ["name", "email", "profile", "last"] as const;

export interface PeopleQuery {
  readonly resellerId: number | null;
  readonly companyId: number | null;
  /** A part of the name or address; empty for all. */
  readonly text: string;
  readonly state: (typeof PEOPLE_STATES)[number];
  readonly sort: (typeof PEOPLE_SORTS)[number];
  readonly desc: boolean;
  readonly skip: number;
  readonly limit: number;
}

/** An account in a list, with its company's name; people of closed companies are left out. */
export interface ListedAccount extends Account {
  readonly company: string | null;
  readonly changeForced: boolean;
}

/** A page, and how many there are on all pages. */
export async function listPeople(
  tx: Tx,
  query: PeopleQuery,
): Promise<{ readonly people: ListedAccount[]; readonly found: number }> {
  const rows = rowsAs<ListedAccount & { total: number }>(
    await tx`select * from data.list_people(${query.resellerId}, ${query.companyId}, ${query.text}, ${query.state}, ${query.sort},
      ${query.desc}, ${query.skip}, ${query.limit})`,
  );
  return { people: rows.map(({ total: _, ...person }) => person), found: Number(rows[0]?.total ?? 0) };
}

/** Those within the reach of the transaction. */
export async function listAccounts(tx: Tx, filter: AccountFilter = {}): Promise<Account[]> {
  return rowsAs(
    await tx`select * from data.list_accounts(${filter.resellerId ?? null}, ${filter.companyId ?? null}, ${filter.id ?? null})`,
  );
}

export interface AccountFilter {
  readonly resellerId?: number;
  readonly companyId?: number;
  readonly id?: string;
}

export async function setPassword(
  tx: Tx,
  id: string,
  passwordHash: string,
  mustChange: boolean,
  forced = false,
): Promise<boolean> {
  const [row] = await tx`select data.set_password(${id}, ${passwordHash}, ${mustChange}, ${forced}) as done`;
  return row?.["done"] === true;
}

/** An account locked with its company until the transaction ends; null when there is none. */
export async function accountToChange(tx: Tx, id: string): Promise<Account | null> {
  return rowsAs<Account>(await tx`select * from data.account_to_change(${id})`)[0] ?? null;
}

export interface Holders {
  /** Accounts that may sign in, `except` left out. */
  readonly enabled: number;
  /** Accounts that have signed in at least once. */
  readonly signedIn: number;
}

/** A company's accounts with one of these profiles. The company is locked until the transaction ends. */
export async function countHolders(
  tx: Tx,
  companyId: number,
  profiles: readonly Profile[],
  except: string | null = null,
): Promise<Holders> {
  const [row] = await tx`select enabled, signed_in from data.count_holders(${companyId}, ${[...profiles]}, ${except})`;
  return { enabled: Number(row?.["enabled"] ?? 0), signedIn: Number(row?.["signed_in"] ?? 0) };
}

/** `disabledAt` null enables. Sessions of a disabled account answer nothing from then on. */
export async function changeAccount(
  tx: Tx,
  account: Pick<Account, "id" | "name" | "profile" | "language" | "disabledAt">,
): Promise<boolean> {
  const [row] =
    await tx`select data.change_account(${account.id}, ${account.name}, ${account.profile}, ${account.language}, ${account.disabledAt}) as done`;
  return row?.["done"] === true;
}
