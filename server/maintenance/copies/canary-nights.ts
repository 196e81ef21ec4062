import { door, type Installation } from "../../context.ts";
import { type CanaryStatement, verifyCanary } from "../../privacy/copies/canary-statement.ts";
import { listCanaryNights } from "../../store/copy-ages.ts";

/** A night as it was signed; null where the signature does not fit: then nothing it says is shown. */
export interface NightView {
  readonly id: string;
  readonly finishedAt: Date;
  readonly statement: CanaryStatement | null;
  /** Compact JWS, for gallra canary verify. */
  readonly jws: string;
}

const NIGHTS = 14;

/** The last nights, each read from what is signed and from nothing else. */
export async function canaryNights(
  installation: Pick<Installation, "sql" | "keyring">,
  limit = NIGHTS,
): Promise<NightView[]> {
  const nights: NightView[] = [];
  for (const { id, finishedAt, jws } of await listCanaryNights(door(installation, "web"), limit)) {
    const read = await verifyCanary(jws, installation.keyring.signing.publicJwk).catch(() => null);
    nights.push({ id, finishedAt, statement: read?.statement ?? null, jws });
  }
  return nights;
}
