import { door } from "../context.ts";
import { createLog, errorFields } from "../log.ts";
import { webInstallation } from "./installation.ts";

/** Opens what is not open yet and asks the data cluster for one row. */
export async function isReady(): Promise<boolean> {
  try {
    await door(await webInstallation(), "web")`select 1`;
    return true;
  } catch (error) {
    createLog("web").warn("not-ready", errorFields(error));
    return false;
  }
}
