import { layoutDriver } from "../layout/layout-driver.ts";

/** Whatever a layout of the kind delimited describes (docs/drivers/layouts.md). */
export const delimited = layoutDriver({
  id: "delimited",
  title: "Delimited records, by a layout",
  formats: ["csv"],
  confirmed: { by: "own-format", note: "Reads what its layout says; try it on the system's own records." },
  from: "delimited",
});
