import { layoutDriver } from "../layout/layout-driver.ts";

/** Whatever a layout of the kind xml describes (docs/drivers/layouts.md). */
export const xmlRecords = layoutDriver({
  id: "xml",
  title: "XML records, by a layout",
  formats: ["xml"],
  confirmed: { by: "own-format", note: "Reads what its layout says; try it on the system's own records." },
  from: "xml",
});
