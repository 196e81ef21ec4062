import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { z } from "zod";
import { AppError } from "../domain/app-error.ts";
import type { Keyring } from "../keyring/index.ts";
import type { ChainVerdict } from "./chain/verdict.ts";
import { ChainVerifier, type KnownHead } from "./chain/verifier.ts";
import { ExportLine } from "./export-audit.ts";
import { verifyHead } from "./heads/statement.ts";
import { unsignedStart } from "./verify-chain.ts";

type Jwk = Keyring["signing"]["publicJwk"];
type Head = Extract<z.infer<typeof ExportLine>, { kind: "gallra/audit-export" }>;

export interface FileVerdict extends ChainVerdict {
  readonly company: string;
  /** Whether the reader's own key was used; otherwise the one inside the file, which proves only that the file is whole. */
  readonly keyPinned: boolean;
  /** A line that cannot be read, or a head that the key did not sign; counted from 1. */
  readonly badLine: number | null;
}

/**
 * Verifies an exported audit: needs no server, no home and no network. Throws AppError "bad-input" for a file that is no such
 * export. Reads line by line; of the heads all are kept, of the entries two.
 */
export async function verifyAuditFile(file: string, pinned?: Jwk): Promise<FileVerdict> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  const reader = new FileReader(pinned);
  try {
    for await (const line of lines) {
      await reader.line(line);
      if (reader.ended) break;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("bad-input", "The file cannot be read. Check its name and that this user may read it.", {
      cause,
    });
  } finally {
    lines.close();
  }
  return reader.verdict();
}

class FileReader {
  readonly #pinned: Jwk | undefined;
  readonly #heads: KnownHead[] = [];
  #head: Head | null = null;
  #verifier: ChainVerifier | null = null;
  #unsigned: ChainVerdict | null = null;
  #lines = 0;
  #rows = 0;
  #badLine: number | null = null;
  #whole = false;

  constructor(pinned: Jwk | undefined) {
    this.#pinned = pinned;
  }

  get ended(): boolean {
    return this.#badLine !== null || this.#unsigned !== null || this.#verifier?.settled === true;
  }

  async line(text: string): Promise<void> {
    this.#lines++;
    const entry = parsed(text);
    if (this.#head === null) {
      if (entry?.kind !== "gallra/audit-export") throw noExport();
      this.#head = entry;
      return;
    }
    if (entry === null || entry.kind === "gallra/audit-export" || this.#whole) this.#badLine = this.#lines;
    else if (entry.kind === "head") await this.#keepHead(this.#head, entry.jws);
    else if (entry.kind === "row") {
      this.#rows++;
      (await this.#chain(this.#head)).add(entry);
    } else {
      this.#whole = entry.rows === this.#rows;
      if (!this.#whole) this.#badLine = this.#lines;
    }
  }

  async verdict(): Promise<FileVerdict> {
    const head = this.#head;
    if (head === null) throw noExport();
    const verifier = await this.#chain(head);
    // A file whose last line is missing was cut off; the end it names says where.
    const chain = this.#unsigned ?? verifier.finish(head.end);
    const badLine = this.#badLine ?? (chain.ok && !this.#whole ? this.#lines + 1 : null);
    return {
      ...chain,
      ok: chain.ok && badLine === null,
      company: head.slug,
      keyPinned: this.#pinned !== undefined,
      badLine,
    };
  }

  #key(head: Head): Jwk {
    return this.#pinned ?? (head.publicKey as Jwk);
  }

  async #keepHead(head: Head, jws: string): Promise<void> {
    const said = await verifyHead(jws, this.#key(head));
    if (said === null || said.company !== head.company || this.#verifier !== null) this.#badLine = this.#lines;
    else this.#heads.push({ seq: said.seq, hash: said.hash, day: said.day });
  }

  /** Heads and checkpoint come before the first entry. */
  async #chain(head: Head): Promise<ChainVerifier> {
    if (this.#verifier !== null) return this.#verifier;
    const signed = head.checkpoint === null ? null : await verifyHead(head.checkpoint, this.#key(head));
    const fits = signed?.type === "gallra/audit-checkpoint" && signed.company === head.company;
    if (head.checkpoint !== null && !fits) this.#unsigned = unsignedStart(signed ?? { seq: 0, hash: "" });
    const start = signed === null ? undefined : { seq: signed.seq, hash: signed.hash };
    this.#verifier = new ChainVerifier({ companyId: head.company, start, heads: this.#heads });
    return this.#verifier;
  }
}

function parsed(text: string): z.infer<typeof ExportLine> | null {
  try {
    return ExportLine.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function noExport(): AppError {
  return new AppError(
    "bad-input",
    "This file is no exported audit: its first line must be the one that Gallra writes. Export the audit again.",
  );
}
