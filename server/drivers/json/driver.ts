import { layoutDriver } from "../layout/layout-driver.ts";

/** Whatever a layout of the kind json describes (docs/drivers/layouts.md). */
export const jsonRecords = layoutDriver({
  id: "json",
  title: "JSON records, by a layout",
  formats: ["json"],
  confirmed: { by: "own-format", note: "Reads what its layout says; try it on the system's own records." },
  from: "json",
});
