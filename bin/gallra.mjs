#!/usr/bin/env node
import { join } from "node:path";
import { ensureInstalled, ROOT } from "./bootstrap/install.mjs";
import { runPinned, safeEnvironment } from "./bootstrap/pinned.mjs";

ensureInstalled();
runPinned(join(ROOT, "bin", "gallra.ts"), process.argv.slice(2), { env: safeEnvironment() });
