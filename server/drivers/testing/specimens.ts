import type { Driver, DriverOptions } from "../driver.ts";

/**
 * Whole records of a dialect, to be damaged. Numbers come from the series reserved for fiction, personal identity numbers are
 * Skatteverket's. It stands beside the driver as `specimens.ts`, exported as `specimens`.
 */
export interface DriverSpecimens {
  /** As they come, with their terminators; of lines without the line feed. Of a call in legs: each leg. */
  readonly frames: readonly Buffer[];
  /** What every file begins with, because its records cannot be read without: a header, a date line. Never damaged. */
  readonly before?: readonly Buffer[];
  /** What stands at the head of some files, damaged too: what that makes of the lines after it is the file's own affair. */
  readonly headers?: readonly Buffer[];
  readonly options?: DriverOptions;
  /**
   * Why a whole record between damaged ones may be lost, for dialects in which one record's reading hangs on another's: those
   * between whole ones still count.
   */
  readonly dependsOnOthers?: string;
}

/** A driver without specimens is not fuzzed: the fault run fails for it, and so does a test. */
export async function specimensOf(driver: Driver): Promise<DriverSpecimens | null> {
  const place = new URL(`../${driver.id}/specimens.ts`, import.meta.url);
  try {
    const found = (await import(place.href)) as { readonly specimens?: DriverSpecimens };
    return found.specimens ?? null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}
