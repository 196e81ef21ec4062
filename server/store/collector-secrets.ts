import type { Sql } from "#db/clients.ts";

export type CollectorSecretName = "ssh-host-ed25519" | "ssh-host-rsa" | "certificate";

export interface SealedSecret {
  readonly name: CollectorSecretName;
  /** Sealed to the collectors' public key. */
  readonly sealed: string;
  readonly at: Date;
}

/** Role collect. null: no collector has made it yet. */
export async function readCollectorSecret(collect: Sql, name: CollectorSecretName): Promise<string | null> {
  const [row] = await collect`select s.sealed from data.collector_secret s where s.name = ${name}`;
  return row === undefined ? null : String(row["sealed"]);
}

/** Role collect: the first one stays. */
export async function addCollectorSecret(collect: Sql, { name, sealed, at }: SealedSecret): Promise<void> {
  await collect`insert into data.collector_secret (name, sealed, set_at) values (${name}, ${sealed}, ${at}) on conflict (name) do nothing`;
}

/** Role collect: the newest one stays. Refused by the database for what telephone systems remember. */
export async function putCollectorSecret(collect: Sql, { name, sealed, at }: SealedSecret): Promise<void> {
  await collect`insert into data.collector_secret (name, sealed, set_at) values (${name}, ${sealed}, ${at})
    on conflict (name) do update set sealed = excluded.sealed, set_at = excluded.set_at`;
}
