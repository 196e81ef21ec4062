import { conformance } from "../testing/conformance.ts";
import { fixedPosition } from "./driver.ts";
import { record, specimens } from "./specimens.ts";

conformance(fixedPosition, {
  options: specimens.options ?? {},
  file: ["--- page 1 ---\r\n", record(), record({ part: "S" }), record({ part: "E" })].join(""),
  record: ({ startedAt, answered, calling }) =>
    record({
      date: `${startedAt.slice(5, 7)}${startedAt.slice(8, 10)}${startedAt.slice(2, 4)}`,
      clock: startedAt.slice(11, 16),
      talk: answered ? "0010" : "0000",
      number: calling,
    }),
  withheld: ["", "private"],
  time: { why: "the report prints no seconds", resolution: "minute" },
});
