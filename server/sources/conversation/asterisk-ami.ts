import type { Conversation } from "./conversation.ts";

/** Asterisk Manager Interface: events `Cdr`, as lines that `asterisk-cdr-csv` reads, the same as in Master.csv. */
export const asteriskAmi: Conversation = {
  name: "asterisk-ami",
  title: "Asterisk, Manager Interface",
  begins: "connect",
  port: 5038,
  confirmed: {
    by: "documentation",
    note: "Actions and event as in Asterisk's documentation of the manager interface (13.2 and later).",
  },
  opening: [
    { expect: "Asterisk Call Manager/", seconds: 10 },
    { expect: "\n", seconds: 10 },
    {
      send: [
        "Action: Login\r\nUsername: ",
        { value: "user" },
        "\r\nSecret: ",
        { value: "password" },
        "\r\nEvents: cdr\r\n\r\n",
      ],
    },
    { expect: "Response: Success", seconds: 10, refused: ["Response: Error"] },
    { expect: "\r\n\r\n", seconds: 10 },
  ],
  records: {
    kind: "blocks",
    field: "Event",
    is: "Cdr",
    columns: [
      "AccountCode",
      "Source",
      "Destination",
      "DestinationContext",
      "CallerID",
      "Channel",
      "DestinationChannel",
      "LastApplication",
      "LastData",
      "StartTime",
      "AnswerTime",
      "EndTime",
      "Duration",
      "BillableSeconds",
      "Disposition",
      "AMAFlags",
      "UniqueID",
      "UserField",
    ],
  },
  keepAlive: { everySeconds: 30, send: ["Action: Ping\r\n\r\n"] },
  longestSilenceSeconds: 100,
};
