/**
 * How one speaks with a telephone system that does not simply send its records: pure data, one file each, carried out by
 * `converse.ts`. All texts are bytes (Latin-1).
 */
export interface Conversation {
  readonly name: string;
  readonly title: string;
  /** Who connects; `either`: as the system is set. */
  readonly begins: "connect" | "listen" | "either";
  /** The port of the system's manual. */
  readonly port: number | null;
  readonly confirmed: {
    /** `documentation`: of the maker. `client`: of a published program in use. */
    readonly by: "documentation" | "client" | "unconfirmed";
    readonly note: string;
  };
  /** Telnet options are refused, and taken out of what comes. */
  readonly telnet?: true;
  /** What is said before records come. */
  readonly opening: readonly Step[];
  readonly records: Records;
  /** For systems that are asked for records: first at once, and again at once behind each answer that had some. */
  readonly ask?: { readonly everySeconds: number; readonly send: Message; readonly answerSeconds: number };
  readonly keepAlive?: { readonly everySeconds: number; readonly send: Message };
  /** The system says something at least this often: after a longer silence the connection is made anew. */
  readonly longestSilenceSeconds?: number;
}

export type Step =
  | {
      /** Everything up to its end belongs to the conversation. */
      readonly expect: string;
      readonly seconds: number;
      /** What says that user or password are wrong. */
      readonly refused?: readonly string[];
      /** Goes on without it when the time is over. */
      readonly optional?: true;
    }
  | { readonly send: Message };

export type Message = readonly Part[];

export type Part =
  | string
  /** A setting of the source, or a credential; without a value the source cannot start unless it is `optional`. */
  | { readonly value: "user" | "password" | "station"; readonly optional?: true }
  /** Bytes of the packet that is answered. */
  | { readonly packet: readonly [from: number, to: number] }
  /** Four bytes, little-endian, that count the message behind them, and it. */
  | { readonly counted: Message }
  /** One byte: the exclusive or of all bytes of the message from this one on. */
  | { readonly parityFrom: number };

export type Records =
  /** As they come, cut as the driver says. */
  | { readonly kind: "stream" }
  /** Lines, of which some are the system's own and no records. */
  | { readonly kind: "lines"; readonly without: readonly RegExp[]; readonly refused: readonly RegExp[] }
  /** Blocks of `Name: value` lines with an empty line behind; the columns of those with the field become a line in CSV. */
  | { readonly kind: "blocks"; readonly field: string; readonly is: string; readonly columns: readonly string[] }
  | { readonly kind: "packets"; readonly shape: PacketShape; readonly cases: readonly PacketCase[] };

export interface PacketShape {
  /** The first byte of each. */
  readonly first?: string;
  /** Bytes before the count. */
  readonly before: number;
  /** The count of the body behind it: five decimal digits, or two bytes, the larger first. */
  readonly count: "digits" | "uint16";
  /** Bytes behind the body that it does not count. */
  readonly behind: number;
  readonly longest: number;
}

/** The first case whose text stands at its place holds; a packet of none is counted and passed over. */
export interface PacketCase {
  readonly at: number;
  readonly text: string;
  /** `frames`: the driver's, as many as there are; all of them are in the packet. `record`: one. */
  readonly holds: "frames" | "record" | "nothing";
  /** Where in the packet it begins; it ends with the body, a NUL or a line feed. */
  readonly from?: number;
  /** Sent once everything in the packet is on disk, never before. */
  readonly answer?: Message;
  /** The system sends what was not acknowledged once more: a packet equal to the one before is only answered. */
  readonly repeats?: true;
}

/** Whether the system keeps records until they are on our disk. */
export function isAcknowledged({ records }: Conversation): boolean {
  return records.kind === "packets" && records.cases.some((one) => one.holds !== "nothing" && one.answer !== undefined);
}
