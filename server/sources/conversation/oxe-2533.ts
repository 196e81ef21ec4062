import type { Conversation } from "./conversation.ts";

/** Alcatel-Lucent OmniPCX Enterprise: tickets over Ethernet while they are made. Each message has its count in two bytes before it. */
export const oxe2533: Conversation = {
  name: "oxe-2533",
  title: "Alcatel-Lucent OmniPCX Enterprise, tickets over Ethernet",
  begins: "connect",
  port: 2533,
  confirmed: {
    by: "client",
    note: "Messages as in a published program in use; the maker's document (TC0868) confirms port, tickets and a test every 30 seconds. An acknowledgement of single tickets stands in neither: none is sent, and what is under way when a connection breaks is lost.",
  },
  opening: [
    { send: ["\0\x01S"] },
    // P: this is the call server that is in charge. Its stand-by answers otherwise.
    { expect: "\0\x01P", seconds: 15 },
    { send: ["\0\x02\0\0"] },
  ],
  records: {
    kind: "packets",
    shape: { before: 0, count: "uint16", behind: 0, longest: 4_096 },
    cases: [
      { at: 2, text: "TEST_REQ", holds: "nothing", answer: ["\0\x08TEST_RSP"] },
      { at: 2, text: "\x01\0\x02\0", holds: "record", from: 6 },
      // Empty tickets, changes of the management, and the quality of voice: no calls.
      { at: 2, text: "\x01\0\x01\0", holds: "nothing" },
      { at: 2, text: "\x01\0\x06\0", holds: "nothing" },
      { at: 2, text: "\x01\0\x07\0", holds: "nothing" },
    ],
  },
  longestSilenceSeconds: 100,
};
