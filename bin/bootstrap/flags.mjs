/** No inspector by signal and no environment in a diagnostic report: these processes hold keys. */
export const SAFE_FLAGS = ["--disable-sigusr1", "--report-exclude-env", "--disable-warning=ExperimentalWarning"];

/**
 * Files, disks and name servers are waited for in threads, half of which may look up names: with Node's four, two silent name servers
 * would hold up every source that has a host name.
 */
export const THREADS = { UV_THREADPOOL_SIZE: "16" };

/**
 * What a process is told about its memory, by its name.
 *
 * - The worker makes and drops many small objects: with 64 MB for the young ones most die before they are copied, which halves the time
 *   that goes to collecting garbage while a backlog is read.
 * - The collector, at home and as an edge, hands large buffers on and makes few objects. With the usual room for young ones they are
 *   looked after so seldom that what it claims grows for minutes, to 354 MB where this holds 255 at the same speed (`bench SPD-14`).
 *
 * @type {Record<string, readonly string[]>}
 */
export const MEMORY_FLAGS = { worker: ["--max-semi-space-size=64"], collector: ["--max-semi-space-size=4"] };
