import type { LayoutInput } from "../layout/schema.ts";
import { layoutDriver } from "../layout/layout-driver.ts";

/** Accounting tickets ED5.2 of Alcatel-Lucent OmniPCX Enterprise (docs/drivers/alcatel-oxe-ticket.md). */
export const alcatelOxeTicket = layoutDriver({
  id: "alcatel-oxe-ticket",
  title: "Alcatel-Lucent OmniPCX Enterprise tickets",
  formats: ["text"],
  confirmed: {
    by: "documentation",
    note: "The layout is that of ticket ED5.2; the records it was tried on were made from it.",
  },
  from: "built-in",
  adapt: {
    options: [
      {
        name: "framing",
        help: "lines: each ticket is a line. fixed: 525 characters each, with nothing between them",
        values: ["lines", "fixed"],
        default: "lines",
      },
    ],
    layout: ({ framing }) => (framing === "fixed" ? { ...TICKET, framing: { fixed: 525 } } : TICKET),
  },
});

/** Call types that go out, come in and stay inside, as O2G's list of them tells. */
const OUT = ["0", "1", "7", "11"];
const IN = ["4", "5", "9", "12"];
const INSIDE = ["2", "3", "8", "10", "13", "14"];

const TICKET: LayoutInput = {
  kind: "fixed-position",
  size: { from: 441, to: 600 },
  fields: {
    version: [1, 5],
    called: [6, 35],
    charged: [36, 65],
    name: [66, 85],
    subaddress: [117, 136],
    calling: [137, 166],
    type: [167, 168],
    end: [170, 186],
    duration: [202, 211],
    trunk: [212, 216],
    "trunk-group": [217, 221],
    "access-code": [228, 243],
    reference: [349, 358],
    dialled: [396, 425],
    waiting: [426, 430],
    start: [442, 458],
    acting: [459, 488],
  },
  time: [
    { of: "start", stamp: "start", format: "ymd" },
    { of: "end", stamp: "end", format: "ymd" },
  ],
  duration: { field: "duration", format: "seconds", blank: "zero" },
  ring: { field: "waiting", format: "seconds" },
  direction: {
    rules: [
      { when: [{ field: "type", equals: withZero(OUT) }], is: "out" },
      { when: [{ field: "type", equals: withZero(IN) }], is: "in" },
      { when: [{ field: "type", equals: withZero(INSIDE) }], is: "internal" },
    ],
  },
  disposition: { "by duration": true },
  extension: "charged",
  trunk: ["trunk-group", "trunk"],
  values: [
    {
      role: "calling",
      from: ["calling", { field: "charged", when: [{ field: "type", equals: withZero([...OUT, ...INSIDE]) }] }],
    },
    { role: "called", from: "called" },
    { role: "caller", from: { field: "charged", when: [{ field: "type", equals: withZero([...OUT, ...INSIDE]) }] } },
    { role: "redirecting", from: "charged" },
    { role: "dialled", from: "dialled" },
    { role: "redirecting", from: "acting" },
    { role: "redirecting", from: "subaddress", digits: 6 },
    { role: "redirecting", from: "access-code", digits: 6 },
    { role: "own", class: "name", from: "name" },
  ],
};

/** The two characters of the type are padded with a blank or a zero. */
function withZero(types: readonly string[]): string[] {
  return types.flatMap((type) => (type.length === 1 ? [type, `0${type}`] : [type]));
}
