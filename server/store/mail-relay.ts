import type { Sql, Tx } from "#db/clients.ts";
import { rowAs } from "./rows.ts";

/** Through which relay the mails of the installation leave. */
export interface RelayRow {
  readonly host: string;
  readonly port: number;
  /** `none` only where the operator says so in so many words. */
  readonly security: "tls" | "starttls" | "none";
  readonly username: string | null;
  readonly sender: string;
  /** Where people open the portal, e.g. https://gallra.example. */
  readonly portal: string | null;
  readonly pin: string | null;
  readonly setAt: Date;
  readonly setBy: string | null;
  readonly setByName: string;
}

/** Role web. */
export async function readRelay(web: Sql | Tx): Promise<RelayRow | null> {
  const [row] =
    await web`select m.host, m.port, m.security, m.username, m.sender, m.portal, m.pin, m.set_at, m.set_by, m.set_by_name
    from data.mail_relay m where m.id = 1`;
  return row === undefined ? null : rowAs(row);
}

/** Role keeper, in the worker alone: with the password as it was sealed. */
export async function readSealedRelay(keeper: Sql): Promise<(RelayRow & { readonly sealed: string | null }) | null> {
  const [row] = await keeper`select * from data.mail_relay m where m.id = 1`;
  return row === undefined ? null : rowAs(row);
}

/** Role web. Null takes the relay away. The password is entered again with every change: nobody but the worker can read it. */
export async function setRelay(tx: Tx, relay: (RelayRow & { readonly sealed: string | null }) | null): Promise<void> {
  await tx`delete from data.mail_relay m where m.id = 1`;
  if (relay === null) return;
  await tx`insert into data.mail_relay (id, host, port, security, username, sealed, sender, portal, pin, set_at, set_by, set_by_name)
    values (1, ${relay.host}, ${relay.port}, ${relay.security}, ${relay.username}, ${relay.sealed}, ${relay.sender}, ${relay.portal},
      ${relay.pin}, ${relay.setAt}, ${relay.setBy}, ${relay.setByName})`;
}
