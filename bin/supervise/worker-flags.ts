/**
 * The worker makes and drops many small objects: with 64 MB for the young ones most die before they are copied, which halves
 * the time that goes to collecting garbage while a backlog is read.
 */
export const WORKER_FLAGS = ["--max-semi-space-size=64"] as const;
