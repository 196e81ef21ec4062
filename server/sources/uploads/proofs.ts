import { createHash, timingSafeEqual } from "node:crypto";
import { SourceTrouble } from "../problem.ts";
import type { Member } from "./member.ts";

/** Throws SourceTrouble "no-credentials". */
export function byPassword(user: string, password: string): Member["isUser"] {
  if (password.length < SHORTEST_PASSWORD) throw new SourceTrouble("no-credentials");
  const [name, secret] = [hashOf(user), hashOf(password)];
  return (proof) => {
    if (proof.kind !== "password") return false;
    const [isUser, isPassword] = [isSame(name, hashOf(proof.user)), isSame(secret, hashOf(proof.password))];
    return isUser && isPassword;
  };
}

/** A password is kept as its hash only. */
export function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

export function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Guessed at by whoever reaches the port. */
const SHORTEST_PASSWORD = 10;
