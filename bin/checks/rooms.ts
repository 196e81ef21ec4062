import type { ICruiseOptions, IForbiddenRuleType } from "dependency-cruiser";

// The arrows between the rooms (ARCHITECTURE.md, "Rooms and arrows"). Everybody may import the ground: domain, env, log.
const GROUND = "^server/(domain/|env\\.ts$|log\\.ts$)";
const SOURCES = "^(app|bench|bin|db|server|workers)/|^proxy\\.ts$";
const CONTEXT = "server/(context|installation)\\.ts$";
const VERBS = "server/(ingest|collect|edge|processing|privacy|maintenance|watch|report|directory)/";
// A verb opens its transaction, and passes it on: of db it knows withCompany, and the types of clients.
const TRANSACTION = "db/(with-company|clients)\\.ts$";

// The register of copies, what is oldest in them and what they would give away: health, figures and alarms tell of it.
const COPIES = "server/privacy/copies/";

// The guards: health and figures tell how many of them hear nothing.
const GUARDS = "server/watch/guard/";

// A test may reach into other rooms to set its scene; what it tests may not.
const TESTS =
  "\\.test\\.tsx?$|(^|/)([^/]+-fixture|conformance|test-keyring|specimens)\\.ts$|/_e2e/|/testing/|^bin/screenshots/";

const ROOMS: Readonly<Record<string, { readonly at: string; readonly may: readonly string[] }>> = {
  domain: { at: "^server/domain/", may: [] },
  drivers: { at: "^server/drivers/", may: [] },
  jobs: { at: "^server/jobs/", may: [] },
  inbox: { at: "^server/inbox/", may: [] },
  gate: { at: "^server/gate/", may: ["server/(inbox|drivers)/"] },
  sources: { at: "^server/sources/", may: ["server/(inbox|drivers)/"] },
  keyring: { at: "^server/keyring/", may: ["db/"] },
  store: { at: "^server/store/", may: ["db/"] },
  context: { at: `^${CONTEXT}`, may: ["server/(store|keyring|jobs)/", "db/"] },
  audit: { at: "^server/audit/", may: ["server/(store|keyring|jobs)/", TRANSACTION, CONTEXT] },
  ingest: {
    at: "^server/ingest/",
    may: ["server/(inbox|drivers|gate|keyring|store|audit|jobs)/", TRANSACTION, CONTEXT],
  },
  collect: {
    at: "^server/collect/",
    may: ["server/(sources|gate|inbox|drivers|keyring|store|audit|jobs)/", TRANSACTION, CONTEXT],
  },
  edge: {
    at: "^server/edge/",
    // A source that moves is given its credentials with the move, sealed as they are when it is set up.
    may: ["server/(sources|inbox|store|audit|jobs)/", "server/collect/keep-credentials\\.ts$", TRANSACTION, CONTEXT],
  },
  privacy: { at: "^server/privacy/", may: ["server/(keyring|store|audit|jobs)/", TRANSACTION, CONTEXT] },
  maintenance: {
    at: "^server/maintenance/",
    may: ["server/(keyring|store|audit|jobs|inbox)/", COPIES, GUARDS, TRANSACTION, CONTEXT],
  },
  processing: { at: "^server/processing/", may: ["server/(keyring|store|audit|jobs)/", TRANSACTION, CONTEXT] },
  watch: { at: "^server/watch/", may: ["server/(sources|keyring|store|audit|jobs)/", COPIES, TRANSACTION, CONTEXT] },
  directory: {
    at: "^server/directory/",
    may: ["server/(keyring|store|audit|jobs)/", "server/auth/password\\.ts$", TRANSACTION, CONTEXT],
  },
  report: { at: "^server/report/", may: ["server/(store|audit|jobs)/", TRANSACTION, CONTEXT] },
  auth: { at: "^server/auth/", may: ["server/(store|audit|keyring)/", TRANSACTION, CONTEXT] },
  api: { at: "^server/api/", may: [VERBS, "server/(audit|auth)/", CONTEXT] },
  app: { at: "^(app/|proxy\\.ts$)", may: ["server/(api|auth)/"] },
  db: { at: "^db/", may: [] },
  processes: {
    at: "^(workers|bin)/",
    may: [VERBS, "server/(sources|gate|inbox|drivers|jobs|keyring|store|audit|auth)/", "db/", "workers/", CONTEXT],
  },
};

const roomRules: IForbiddenRuleType[] = Object.entries(ROOMS).map(([name, { at, may }]) => ({
  name: `room-${name}`,
  severity: "error",
  comment: `What ${name} may import stands in ARCHITECTURE.md.`,
  from: { path: at, pathNot: TESTS },
  to: { path: SOURCES, pathNot: [at, GROUND, ...may.map((path) => (path.startsWith("^") ? path : `^${path}`))] },
}));

export const FORBIDDEN: IForbiddenRuleType[] = [
  {
    name: "no-circle",
    severity: "error",
    from: { pathNot: TESTS },
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
  {
    name: "no-test-in-the-product",
    severity: "error",
    from: { path: SOURCES, pathNot: [TESTS, "^bench/"] },
    to: { path: TESTS },
  },
  { name: "every-import-exists", severity: "error", from: {}, to: { couldNotResolve: true } },
  ...roomRules,
  {
    name: "verbs-know-clients-by-type",
    severity: "error",
    comment: "A process opens the doors, a verb is handed one.",
    from: { path: `^(${VERBS}|server/(audit|auth|api)/)`, pathNot: TESTS },
    to: { path: "^db/clients\\.ts$", dependencyTypesNot: ["type-only"] },
  },
  {
    name: "domain-and-drivers-touch-nothing",
    severity: "error",
    comment: "Pure rules: no file, no network, no process.",
    from: { path: "^server/(domain|drivers)/", pathNot: TESTS },
    to: {
      dependencyTypes: ["core"],
      path: "^(node:)?(fs|net|http|https|dgram|child_process|worker_threads|tls|dns|os)(/|$)",
    },
  },
  {
    name: "one-place-masks",
    severity: "error",
    comment: "A value is said through showValue; whole is only what was typed, and what is revealed with its purpose.",
    from: {
      path: SOURCES,
      pathNot: [TESTS, "^server/domain/(sight|masked-line)\\.ts$", "^server/privacy/(reveal|read-back)\\.ts$"],
    },
    to: { path: "^server/domain/mask\\.ts$" },
  },
  {
    name: "domain-packages",
    severity: "error",
    from: { path: "^server/domain/", pathNot: TESTS },
    to: { path: "node_modules/", pathNot: "node_modules/(zod|libphonenumber-js|personnummer)/" },
  },
  forbidPackages(
    "portal-packages-stay-in-the-portal",
    "next|next-auth|react|react-dom|@trpc|@tanstack",
    "^(app/|server/(api|auth)/|proxy\\.ts$|bin/web\\.ts$)",
    "Next, React and tRPC stop at app, api and auth.",
  ),
  forbidPackages(
    "sql-stays-in-its-rooms",
    "postgres|drizzle-orm|pg-boss",
    "^(db/|server/(store|keyring|sources/database)/|workers/queue/)",
    "The store and the keyring speak SQL, and sources that read other people's databases; nobody else.",
  ),
];

export const OPTIONS: ICruiseOptions = {
  // TypeScript 7 has no API: without swc the cruise would see no module at all and report success.
  parser: "swc",
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
  exclude: { path: "^(\\.next|node_modules)/" },
  enhancedResolveOptions: {
    exportsFields: ["exports"],
    conditionNames: ["import", "node", "default", "types"],
    extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"],
  },
};

function forbidPackages(name: string, packages: string, allowedAt: string, comment: string): IForbiddenRuleType {
  return {
    name,
    severity: "error",
    comment,
    from: { path: SOURCES, pathNot: [allowedAt, TESTS, "^bench/"] },
    to: { path: `node_modules/(${packages})/` },
  };
}
