import { randomBytes } from "node:crypto";
import { AppError } from "../../domain/app-error.ts";
import { uuidBytes, uuidText } from "../../domain/uuid.ts";

/** What the one-time code says, in one line that a person carries from the portal to the machine at the customer. */
export interface EnrolmentCode {
  readonly companyId: number;
  readonly edgeId: string;
  /** 160 random bits; the portal keeps its hash. */
  readonly secret: Buffer;
  /** SHA-256 of the portal's public key (SPKI), by which its certificate is known where no authority vouches for it. */
  readonly portalKey: Buffer | null;
}

export function newSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

export function writeCode({ companyId, edgeId, secret, portalKey }: EnrolmentCode): string {
  const company = Buffer.alloc(4);
  company.writeUInt32BE(companyId);
  const parts = [company, uuidBytes(edgeId), secret, ...(portalKey === null ? [] : [portalKey])];
  return PREFIX + Buffer.concat(parts).toString("base64url");
}

/** Throws AppError "bad-input"; the text repeats nothing of what was typed. */
export function readCode(text: string): EnrolmentCode {
  const match = /^gallra-edge-1\.([A-Za-z0-9_-]{40,110})$/.exec(text.trim());
  const bytes = Buffer.from(match?.[1] ?? "", "base64url");
  const companyId = bytes.length < 4 ? 0 : bytes.readUInt32BE(0);
  if ((bytes.length !== PLAIN_BYTES && bytes.length !== PLAIN_BYTES + KEY_BYTES) || companyId < 1) {
    throw new AppError("bad-input", "This is no code of an edge. Copy the whole line that the portal shows.");
  }
  return {
    companyId,
    edgeId: uuidText(bytes, 4),
    secret: bytes.subarray(20, 20 + SECRET_BYTES),
    portalKey: bytes.length === PLAIN_BYTES ? null : bytes.subarray(PLAIN_BYTES),
  };
}

const PREFIX = "gallra-edge-1.";
const SECRET_BYTES = 20;
const KEY_BYTES = 32;
const PLAIN_BYTES = 4 + 16 + SECRET_BYTES;
