#!/usr/bin/env node
import { resolve } from "node:path";
import { ensureInstalled, fail } from "./bootstrap/install.mjs";
import { runPinned } from "./bootstrap/pinned.mjs";

const [file, ...args] = process.argv.slice(2);
if (file === undefined) fail("Usage: node bin/run.mjs FILE ARGS...");
ensureInstalled();
runPinned(resolve(file), args, { env: process.env });
