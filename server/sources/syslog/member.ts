import type { Framing } from "../../drivers/driver.ts";
import type { Sink } from "../source.ts";
import { createTally, type Tally } from "../udp/tally.ts";
import { listOf, senderList } from "../udp/senders.ts";
import type { SyslogHeader } from "./header.ts";
import { createInflow, type Inflow, MOST_WAITING_BYTES } from "./inflow.ts";
import { fingerprintDigits } from "../machine/fingerprint.ts";
import type { SyslogSettings } from "./settings.ts";

/** One source at a port that several may share: what it claims, and where its messages go. */
export interface Member {
  readonly settings: SyslogSettings;
  readonly inflow: Inflow;
  readonly tally: Tally;
  /** Whether it awaits anything of this address, with this certificate ("" for none). */
  awaits(address: string, certificate: string): boolean;
  awaitsAddress(address: string): boolean;
  /** Whether a device of this name is its own; null where the header names none. */
  awaitsHost(host: string | null): boolean;
  readonly asksForHost: boolean;
  /** Takes a message of a sender; `header` is read where it is needed. */
  take(sender: string, message: Buffer, header: () => SyslogHeader, cut?: "cut"): boolean;
  /** Whether a sender that can be slowed should be. */
  isFull(): boolean;
  taken(): number;
  /** Told by the listener. */
  at: PortState | null;
}

export interface PortState {
  readonly port: number;
  /** Of UDP: what the system granted; null otherwise. */
  readonly bufferBytes: number | null;
  connections(): number;
}

export function createMember(settings: SyslogSettings, framing: Framing, sink: Sink, onFull: () => void): Member {
  const inflow = createInflow(sink, framing, onFull);
  const isSender = senderList(settings.senders);
  const hosts = new Set(listOf(settings.hosts.toLowerCase()));
  const pin = settings.protocol === "tls" ? fingerprintDigits(settings.clientCertificate) : "";
  let taken = 0;
  return {
    settings,
    inflow,
    tally: createTally(sink),
    awaits: (address, certificate) => isSender(address) && (pin === "" || certificate === pin),
    awaitsAddress: isSender,
    awaitsHost: (host) => hosts.size === 0 || (host !== null && hosts.has(host.toLowerCase())),
    asksForHost: hosts.size > 0,
    take(sender, message, header, cut) {
      const bytes = settings.pass === "line" ? message : message.subarray(header().messageAt);
      if (!inflow.put(sender, bytes, cut)) return false;
      taken++;
      return true;
    },
    isFull: () => inflow.waiting() > MOST_WAITING_BYTES / 2,
    taken: () => taken,
    at: null,
  };
}
