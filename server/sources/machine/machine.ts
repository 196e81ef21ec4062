import type { ServerCertificate } from "./server-certificate.ts";

/**
 * What the operator lets a company's sources touch on and from one machine. It stands in files of the home and in no setting of a
 * source, so that nobody at a portal reads the machine's files, asks its neighbours or opens its ports. Asked before every use:
 * what the operator changes holds at once.
 */
export interface Machine {
  /** Whose sources they are: they wait for each other where a machine can do few things at a time. Absent in tests. */
  owner?(): Promise<string | null>;
  /** Folders that may be read. */
  roots(): Promise<readonly string[]>;
  /** Where the operator puts packages that the product comes without, since they compile parts of themselves; absent in tests. */
  readonly packages?: string;
  /** Addresses or networks of the operator's own proxies, whose word about who sends is believed; absent means none. */
  readonly proxies?: readonly string[];
  /** Networks that may be connected to, as CIDR. */
  networks(): Promise<readonly string[]>;
  /** Addresses and ports that may be listened on, and serial lines that may be opened. */
  ports(): Promise<readonly AllowedPort[]>;
  /** What is shown to whoever connects to a source by TLS; null or absent where there is none. Read anew each time: it is renewed. */
  certificate?(): Promise<ServerCertificate | null>;
  /** Private host keys, as OpenSSH writes them, of the SSH servers of this machine; made when they are asked for first. */
  hostKeys?(): Promise<readonly string[]>;
}

export type AllowedPort =
  | { readonly kind: "address"; readonly address: string; readonly from: number; readonly to: number }
  | { readonly kind: "device"; readonly path: string };
