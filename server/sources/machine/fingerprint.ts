import { z } from "zod";

/**
 * SHA-256 of a certificate as a person enters it: as a test shows it (`SHA256:3A:9F:...`), as OpenSSL prints it (`sha256 Fingerprint=...`),
 * with colons or without. Kept in the first form, by which it is compared.
 */
export const certificatePin = z
  .string()
  .max(200)
  .transform(written)
  .refine((text) => /^SHA256:[0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(text), "must be like SHA256:3A:9F:... with 32 pairs");

/** Its digits alone, in capitals. Pure. */
export function fingerprintDigits(text: string): string {
  return text
    .trim()
    .replace(/^sha-?256(?:\s+fingerprint)?\s*[:=\s]/i, "")
    .replaceAll(/[:\s]/g, "")
    .toUpperCase();
}

function written(text: string): string {
  const digits = fingerprintDigits(text);
  return /^[0-9A-F]{64}$/.test(digits) ? `SHA256:${digits.match(/../g)?.join(":")}` : text;
}
