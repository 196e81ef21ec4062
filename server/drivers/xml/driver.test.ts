import { conformance } from "../testing/conformance.ts";
import { xmlRecords } from "./driver.ts";
import { call, specimens } from "./specimens.ts";

conformance(xmlRecords, {
  options: specimens.options ?? {},
  file: [
    "<?xml version='1.0'?>",
    "<calls>",
    call(),
    call({ name: "Åsa Öberg" }),
    call({ part: "start" }),
    call({ part: "end" }),
    "</calls>",
  ].join("\n"),
  record: ({ startedAt, answered, calling }) =>
    call({ begin: startedAt.replaceAll(/[-:]/g, ""), seconds: answered ? "60" : "0", from: calling }),
  withheld: ["", "Anonymous"],
});
