#!/usr/bin/env node
import { join } from "node:path";
import { ensureInstalled, ROOT } from "./bootstrap/install.mjs";
import { MEMORY_FLAGS, SAFE_FLAGS } from "./bootstrap/flags.mjs";
import { runPinned, safeEnvironment } from "./bootstrap/pinned.mjs";

ensureInstalled();
const args = process.argv.slice(2);
const flags = args[0] === "collect" ? [...SAFE_FLAGS, ...MEMORY_FLAGS.collector] : SAFE_FLAGS;
runPinned(join(ROOT, "bin", "gallra.ts"), args, { env: safeEnvironment(), flags });
