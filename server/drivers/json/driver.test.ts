import { conformance } from "../testing/conformance.ts";
import { jsonRecords } from "./driver.ts";
import { call, specimens } from "./specimens.ts";

conformance(jsonRecords, {
  options: specimens.options ?? {},
  file: [call(), call({ name: 'Åsa "Kapten" Öberg' }), call({ part: 1 }), call({ part: 2 })].join("\n"),
  record: ({ startedAt, answered, calling }) =>
    call({ start: startedAt.replace(" ", "T"), talk: answered ? 60_000 : 0, from: calling }),
  withheld: ["", "sip:anonymous@192.0.2.10", "restricted"],
});
