#!/usr/bin/env node
import { join } from "node:path";
import { ensureInstalled, ROOT } from "./bootstrap/install.mjs";
import { runPinned, safeEnvironment } from "./bootstrap/pinned.mjs";

ensureInstalled();
const { PATH, HOME, LANG, TMPDIR, TERM, NO_COLOR, GALLRA_SHOOT } = safeEnvironment();
const passedOn = { PATH, HOME, LANG, TMPDIR, TERM, NO_COLOR, GALLRA_SHOOT };
const env = Object.fromEntries(Object.entries(passedOn).filter(([, value]) => value !== undefined));
runPinned(join(ROOT, "bin", "run-tests.ts"), process.argv.slice(2), { env });
