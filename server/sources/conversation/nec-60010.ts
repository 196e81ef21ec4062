import type { Conversation, Message, Part } from "./conversation.ts";

/** NEC NEAX 2000 IPS, SV7000, SV8300, SV8500, SV9300, SV9500: each block of records is asked for, and kept until acknowledged. */
export const nec60010: Conversation = {
  name: "nec-60010",
  title: "NEC NEAX and SV, SMDR over IP",
  begins: "connect",
  port: 60010,
  confirmed: {
    by: "client",
    note: "Port, client and server as in NEC's reference guide; messages, sequence numbers and acknowledgement as in a published collector in use with an SV9500 and in NEC's description of its own adapter. The parity is what that collector's acknowledgements show (even, from the kind on); that of its requests differs, so that a system that checks it is unconfirmed.",
  },
  opening: [],
  records: {
    kind: "packets",
    shape: { first: "\x16", before: 2, count: "digits", behind: 1, longest: 65_536 },
    cases: [
      {
        at: 1,
        text: "2",
        holds: "frames",
        from: 10,
        // Of the device and the sequence number that came with the records.
        answer: ["\x16400004", { packet: [7, 10] }, "\x06", { parityFrom: 1 }],
        repeats: true,
      },
      // No records, or the answer to a status message.
      { at: 1, text: "3", holds: "nothing" },
    ],
  },
  ask: { everySeconds: 10, send: message("100002"), answerSeconds: 30 },
  keepAlive: { everySeconds: 30, send: message("500005", "00\x06") },
};

/** SYN, kind, five digits that count the data, the device number in two digits, and behind the data a byte of parity. */
function message(kindAndCount: string, ...data: Part[]): Message {
  return [`\x16${kindAndCount}0`, { value: "station" }, ...data, { parityFrom: 1 }];
}
