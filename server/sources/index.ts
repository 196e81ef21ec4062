export { SOURCE_PROBLEMS, type SourceProblem, SourceTrouble } from "./problem.ts";
export { allowedRoots, allowRoot } from "./roots.ts";
export { confinedFolder, isInside } from "./shared-file/confine.ts";
export { readSharedFileSettings, type SharedFileSettings, sharedFileSettings } from "./shared-file/settings.ts";
export { createSharedFileSource, type SharedFileOptions } from "./shared-file/shared-file.ts";
export { tryFolder, type TriedFolder } from "./shared-file/try-folder.ts";
export type { DeliveredPart, KnownPosition, PollResult, Sink, Source, SourceNote } from "./source.ts";
