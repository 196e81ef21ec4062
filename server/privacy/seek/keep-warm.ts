import { door, type Installation } from "../../context.ts";
import { errorFields } from "../../log.ts";
import { planSearches } from "../../store/index.ts";

const EVERY_MS = 60_000;
/** So many are opened at the start; a pool opens more when they are asked for, and those are planned within the minute. */
const AT_START = 4;

/**
 * The first search of a connection plans hundreds of partitions, which takes longer than all else of it, and so does the
 * next one after a day's partition was made. This is done beforehand, on every connection in turn; what is planned already
 * costs a millisecond.
 */
export function keepSearchWarm(installation: Installation, connections: number): void {
  const sql = door(installation, "web");
  const plan = () =>
    planSearches(sql).catch((error) => installation.log.warn("search-not-planned", errorFields(error)));
  void Promise.all(Array.from({ length: Math.min(AT_START, connections) }, plan));
  setInterval(async () => {
    // One after the other: a pool hands its idle connections out in turn.
    for (let i = 0; i < connections; i++) await plan();
  }, EVERY_MS).unref();
}
