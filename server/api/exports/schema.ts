/** What programs that read exports may rely on; served beside the files. */
export { EXPORT_SCHEMA as exportSchema } from "../../privacy/index.ts";
