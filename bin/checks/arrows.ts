import { cruise, type ICruiseResult, type IModule } from "dependency-cruiser";
import { FORBIDDEN, OPTIONS } from "./rooms.ts";
import { type CheckResult, filesBelow } from "./tree.ts";

const FOLDERS = ["app", "bench", "bin", "db", "server", "workers"];
const FEWEST_MODULES = 150;

/**
 * The arrows between the rooms, and that every module was seen: a cruise that sees nothing reports success. Beyond the
 * rules of the configuration it asks what a collector can reach, since a key that opens must not be there.
 */
export async function checkArrows(root: string): Promise<CheckResult> {
  const present = [...FOLDERS, "proxy.ts"];
  const { output } = await cruise(present, {
    ...OPTIONS,
    baseDir: root,
    ruleSet: { forbidden: FORBIDDEN },
    validate: true,
  });
  const result = output as ICruiseResult;
  const seen = new Set(result.modules.map((module) => module.source));
  const missed = FOLDERS.flatMap((folder) => filesBelow(root, folder)).filter(
    (file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && !seen.has(file),
  );
  const own = result.modules.filter(
    (module) => /\.tsx?$/.test(module.source) && !module.source.startsWith("node_modules"),
  );
  const problems = [
    ...result.summary.violations.map(
      (violation) => `${violation.from} must not import ${violation.to} (${violation.rule.name})`,
    ),
    ...missed.map((file) => `${file} was not seen by the cruise`),
    ...(own.length < FEWEST_MODULES ? [`only ${own.length} modules were seen, fewer than ${FEWEST_MODULES}`] : []),
    ...keysWithinReach(result.modules, "workers/collector.ts"),
  ];
  return { seen: `${own.length} modules`, problems: [...new Set(problems)] };
}

/** What a process loads, types left out: the collector reads nothing back that it has sealed. */
function keysWithinReach(modules: readonly IModule[], start: string): string[] {
  const loaded = new Map(
    modules.map((module) => [
      module.source,
      module.dependencies.filter((to) => !to.dependencyTypes.includes("type-only")).map((to) => to.resolved),
    ]),
  );
  const from = new Map<string, string>([[start, ""]]);
  for (const source of from.keys()) {
    for (const next of loaded.get(source) ?? []) if (!from.has(next)) from.set(next, source);
  }
  return [...from]
    .filter(([path]) => path.startsWith("server/keyring/"))
    .map(([path, by]) => `${start} reaches ${path} (through ${by}): a collector holds no key that opens`);
}
