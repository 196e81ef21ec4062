import { layoutDriver } from "../layout/layout-driver.ts";

/** Whatever a layout of the kind fixed-position describes (docs/drivers/layouts.md). */
export const fixedPosition = layoutDriver({
  id: "fixed-position",
  title: "Records in fixed columns, by a layout",
  formats: ["text"],
  confirmed: { by: "own-format", note: "Reads what its layout says; try it on the system's own records." },
  from: "fixed-position",
});
