import type { NegotiatedAlgorithms, ParsedKey } from "ssh2";
import { SourceTrouble } from "../problem.ts";
import { algorithms } from "../sftp/algorithms.ts";
import { byPassword, hashOf, isSame } from "../uploads/proofs.ts";
import type { Member } from "../uploads/member.ts";
import { publicKeyIn, type SftpServerSettings } from "./settings.ts";

export interface SftpMember extends Member {
  /** What it signs in with, unless by a password. */
  readonly publicKey: ParsedKey | null;
  readonly oldAlgorithms: boolean;
}

/** Throws SourceTrouble "no-credentials". */
export function proofOf(
  { user, signIn, publicKey }: SftpServerSettings,
  { password = "" }: Readonly<Record<string, string>>,
): { readonly isUser: Member["isUser"]; readonly publicKey: ParsedKey | null } {
  if (signIn === "key") {
    const name = hashOf(user);
    const key = publicKeyIn(publicKey);
    if (key === null) throw new SourceTrouble("no-credentials");
    const known = key.getPublicSSH();
    return {
      publicKey: key,
      isUser: (proof) => proof.kind === "key" && isSame(name, hashOf(proof.user)) && isSame(known, proof.key),
    };
  }
  return { publicKey: null, isUser: byPassword(user, password) };
}

/** Whether what both sides settled on is no longer thought safe. */
export function isOld({ kex, serverHostKey, cs, sc }: NegotiatedAlgorithms): boolean {
  const today = algorithms(false);
  const knows = (list: unknown, one: string) => !Array.isArray(list) || one === "" || list.includes(one);
  return !(
    knows(today.kex, kex) &&
    knows(today.serverHostKey, serverHostKey) &&
    [cs, sc].every(
      (way) => knows(today.cipher, way.cipher) && (way.cipher.includes("gcm") || knows(today.hmac, way.mac)),
    )
  );
}
