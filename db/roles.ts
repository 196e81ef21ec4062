import { randomBytes } from "node:crypto";
import { ALL_ROLES, type Cluster, type DbRole, roleName, type Sql } from "./clients.ts";
import { readJson, type RolePasswords, rolesFile } from "./cluster-home.ts";
import { writeSecret } from "./secret-file.ts";

/** Reads the passwords of all roles, or makes them in a home that has none. Every role has its own in each cluster. */
export function rolePasswords(home: string): RolePasswords {
  const known = readJson<RolePasswords>(rolesFile(home));
  if (known !== null && ALL_ROLES.every((role) => known.data[role] !== undefined && known.keyring[role] !== undefined))
    return known;
  const passwords = {
    data: { ...freshPasswords(), ...known?.data },
    keyring: { ...freshPasswords(), ...known?.keyring },
  };
  writeSecret(rolesFile(home), `${JSON.stringify(passwords, null, 2)}\n`);
  return passwords;
}

/**
 * Makes the roles of a cluster, or sets their passwords and rights again. `admin` may create roles. `gallra_owner` owns
 * everything and is no superuser; the rest own nothing.
 */
export async function ensureRoles(admin: Sql, cluster: Cluster, passwords: RolePasswords): Promise<void> {
  const existing = new Set(
    (await admin`select rolname from pg_roles where rolname like 'gallra\\_%'`).map((row) => row["rolname"] as string),
  );
  for (const role of ALL_ROLES) {
    const name = roleName(role);
    const password = passwords[cluster][role];
    if (password === undefined) throw new Error(`no password for ${name}`);
    // Role statements take no parameters; a password of ours is base64url and needs no escaping.
    if (!/^[\w-]{32,}$/.test(password)) throw new Error("a role password must be base64url");
    // Whoever may only create roles may not name the other attributes; what is not named is off.
    await admin.unsafe(`${existing.has(name) ? "alter" : "create"} role ${name} login password '${password}'`);
  }
  await tolerate(admin, "grant pg_checkpoint to gallra_owner with inherit true");
  // The health checks tell how large the log is and how old the oldest transaction; nobody but the owner's functions asks.
  await tolerate(admin, "grant pg_monitor to gallra_owner with inherit true");
}

/** Closes a database to everybody but our roles; only the owner makes schemas in it. May run from another database. */
export async function grantDatabase(admin: Sql, database: string): Promise<void> {
  const name = quoted(database);
  await admin.unsafe(`revoke all on database ${name} from public`);
  await admin.unsafe(`grant connect on database ${name} to ${ALL_ROLES.map(roleName).join(", ")}`);
  await admin.unsafe(`grant create, temporary on database ${name} to gallra_owner`);
}

/** What a new database needs before its owner migrates it: no public schema for all, pg-boss in a schema of its own. */
export async function prepareSchemas(admin: Sql, cluster: Cluster): Promise<void> {
  await admin.unsafe("revoke all on schema public from public");
  if (cluster === "keyring") {
    // After an erasure the keyring's log is cycled (DESIGN 2.4): its owner may do that, and nothing else beyond its tables.
    await tolerate(admin, "grant execute on function pg_switch_wal() to gallra_owner");
    return;
  }
  await admin.unsafe("grant gallra_jobs to current_user");
  await admin.unsafe("create schema if not exists pgboss authorization gallra_jobs");
}

/** A managed database may keep these rights to itself; the generations then do what the cycle would have done. */
async function tolerate(admin: Sql, statement: string): Promise<void> {
  try {
    await admin.unsafe(statement);
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
  }
}

export function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

export function freshPassword(): string {
  return randomBytes(24).toString("base64url");
}

function freshPasswords(): Record<DbRole, string> {
  return Object.fromEntries(ALL_ROLES.map((role) => [role, freshPassword()])) as Record<DbRole, string>;
}
