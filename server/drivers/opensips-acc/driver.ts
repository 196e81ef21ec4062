import { accDriver } from "../acc/family.ts";

/** The log of OpenSIPS's accounting module (docs/drivers/opensips-acc.md). */
export const opensipsAcc = accDriver({
  id: "opensips-acc",
  title: "OpenSIPS accounting log (acc)",
  confirmed: {
    by: "documentation",
    note: "Lines of the examples in OpenSIPS's own documentation.",
  },
});
