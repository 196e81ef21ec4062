import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { shortHash } from "../embedded/place.ts";
import { sharedPlace } from "./shared-place.ts";

/** The home of the clusters that all test processes of one working tree share. */
export const SHARED_HOME = join(
  tmpdir(),
  `gallra-test-${process.getuid?.() ?? 0}-${shortHash(resolve(import.meta.dirname, "../.."))}`,
);

/** How the homes of a test process's databases begin, so that they can be found when it was killed. */
export function testHomePrefix(pid: number): string {
  return join(tmpdir(), `gallra-test-home-${pid}-`);
}

export const { announce, withdraw, announced, sayReady, isReady, becomeKeeper, hasKeeper } = sharedPlace(SHARED_HOME);
