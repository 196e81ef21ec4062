import { conformance } from "../testing/conformance.ts";
import { delimited } from "./driver.ts";
import { line, specimens } from "./specimens.ts";

conformance(delimited, {
  options: specimens.options ?? {},
  file: [line(), line({ name: '"Åsa ""Kapten"" Öberg"' }), line({ part: "start" }), line({ part: "end" })].join("\r\n"),
  record: ({ startedAt, answered, calling }) =>
    line({
      date: startedAt.slice(0, 10).split("-").reverse().join("."),
      clock: startedAt.slice(11),
      talk: answered ? "0:01:00" : "",
      from: calling,
    }),
  withheld: ["", "Anonymous", "unknown"],
});
