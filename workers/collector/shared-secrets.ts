import { createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import type { JWK } from "jose";
import { z } from "zod";
import type { Clock } from "#server/context.ts";
import type { Log } from "#server/log.ts";
import {
  HOST_KEY_KINDS,
  type HostKeyKind,
  homeHostKey,
  type Machine,
  newHostKey,
  openCredential,
  readCollectorPrivateKey,
  sealCredential,
  type ServerCertificate,
  serverCertificate,
  SourceTrouble,
} from "#server/sources/index.ts";
import {
  addCollectorSecret,
  type CollectorSecretName,
  putCollectorSecret,
  readCollectorSecret,
} from "#server/store/collector-secrets.ts";
import type { Sql } from "#db/clients.ts";

export interface SharedOptions {
  readonly home: string;
  /** Role collect. */
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Log;
  /** Named by the operator for this machine: nothing of it is shared. */
  readonly certFile?: string;
  readonly keyFile?: string;
}

/**
 * What every collector of an installation shows alike, whichever of them holds a source at the moment: a telephone system that remembers
 * a host key or a certificate goes on sending to the one that takes over. It lies in the database, sealed to the collectors' key.
 */
export function sharedSecrets(options: SharedOptions): Required<Pick<Machine, "hostKeys" | "certificate">> {
  let shown: ServerCertificate | null = null;
  return {
    hostKeys: async () => await Promise.all(HOST_KEY_KINDS.map((kind) => hostKeyOf(options, kind))),
    async certificate() {
      const { home, certFile, keyFile } = options;
      if (certFile !== undefined && keyFile !== undefined) return await serverCertificate(home, { certFile, keyFile });
      const own = await serverCertificate(home);
      // Without the database, or the key, listeners go on with what they have.
      shown = await longestOf(options, own).catch(() => shown ?? own);
      return shown;
    },
  };
}

/** The first collector that needs it makes it, or brings what its home had; the database decides between two at once. */
async function hostKeyOf({ home, sql, clock, log }: SharedOptions, kind: HostKeyKind): Promise<string> {
  const key = collectorKey(home);
  const name = `ssh-host-${kind}` as const;
  const own = await homeHostKey(home, kind);
  if ((await readCollectorSecret(sql, name)) === null) {
    const sealed = await seal(key, name, own ?? (await newHostKey(kind)));
    await addCollectorSecret(sql, { name, sealed, at: clock() });
  }
  const shared = await opened(key, name, await readCollectorSecret(sql, name));
  if (own !== null && own.trim() !== shared.trim()) log.warn("collector.host-key-unused", { kind });
  return shared;
}

/** The portal renews what lies in its home: the one that lasts longest is everybody's. */
async function longestOf({ home, sql, clock }: SharedOptions, own: ServerCertificate | null) {
  const name = "certificate";
  const key = readCollectorPrivateKey(home);
  const sealed = await readCollectorSecret(sql, name);
  const shared = sealed === null ? null : await opened(key, name, sealed).then((text) => Pair.parse(JSON.parse(text)));
  if (own === null || (shared !== null && endOf(shared) >= endOf(own))) return shared;
  await putCollectorSecret(sql, { name, sealed: await seal(key, name, JSON.stringify(own)), at: clock() });
  return own;
}

const Pair = z.object({ cert: z.string(), key: z.string() });

function endOf({ cert }: ServerCertificate): number {
  return new X509Certificate(cert).validToDate.getTime();
}

function collectorKey(home: string): KeyObject {
  try {
    return readCollectorPrivateKey(home);
  } catch (cause) {
    throw new SourceTrouble("no-credentials", cause);
  }
}

/** Of no company and no source: what is sealed for one of those does not open here. */
const placeOf = (name: CollectorSecretName) => ({ companyId: 0, sourceId: 0, name });

async function seal(key: KeyObject, name: CollectorSecretName, value: string): Promise<string> {
  return await sealCredential(placeOf(name), value, createPublicKey(key).export({ format: "jwk" }) as JWK);
}

async function opened(key: KeyObject, name: CollectorSecretName, sealed: string | null): Promise<string> {
  try {
    return await openCredential(placeOf(name), sealed ?? "", key);
  } catch (cause) {
    throw new SourceTrouble("no-credentials", cause);
  }
}
