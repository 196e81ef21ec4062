import { withCompany } from "#db/with-company.ts";
import { audit } from "../../audit/index.ts";
import { authoriseCompany, type CompanyContext, door } from "../../context.ts";
import { AppError } from "../../domain/app-error.ts";
import { driverNamed } from "../../drivers/catalogue.ts";
import type { DecodeContext, DriverOptions } from "../../drivers/driver.ts";
import { allowedRoots, readSharedFileSettings, type TriedFolder, tryFolder } from "../../sources/index.ts";
import { type SourceRow, sourceById } from "../../store/sources.ts";
import { noSource, SourceInput } from "./change-source-state.ts";

export interface SourceTest {
  /** Files of the folder that fit the pattern. */
  readonly files: number;
  readonly unreadable: number;
  readonly bytes: number;
  readonly newestAt: Date | null;
  /** Of the first lines of the newest file: how many the driver reads as calls, passes over, and does not understand. */
  readonly first: { readonly records: number; readonly passed: number; readonly undefinedLines: number };
}

/** Looks at the folder as this machine sees it and takes nothing over. No value of a record leaves this function. */
export async function testSource(ctx: CompanyContext, input: SourceInput): Promise<SourceTest> {
  authoriseCompany(ctx, "source.change");
  const { sourceId } = SourceInput.parse(input);
  const source = await withCompany(door(ctx, "web"), ctx.company.id, async (tx) => {
    const row = await sourceById(tx, ctx.company.id, sourceId);
    if (row === null || row.removedAt !== null) throw noSource();
    await audit(ctx, tx, { action: "source.test", detail: { source: sourceId } });
    return row;
  });
  if (source.transport !== "shared-file") throw new AppError("bad-input", "Only shared folders can be tested here.");
  const driver = driverNamed(source.driver);
  const tried = await tryFolder(readSharedFileSettings(source.settings), allowedRoots(ctx.env.home), driver.framing);
  const { files, unreadable, bytes, newestAt } = tried;
  return { files, unreadable, bytes, newestAt, first: decodeFirst(ctx, source, tried) };
}

function decodeFirst(ctx: CompanyContext, source: SourceRow, tried: TriedFolder): SourceTest["first"] {
  const decode = driverNamed(source.driver).configure(optionsOf(source.driverOptions));
  const context: DecodeContext = {
    receivedAt: ctx.clock(),
    timeZone: source.timeZone ?? ctx.company.timeZone,
    extensionDigits: source.extensionDigits ?? ctx.company.extensionDigits,
    state: {},
  };
  const first = { records: 0, passed: 0, undefinedLines: 0 };
  for (const frame of tried.frames) {
    const decoded = decode(frame.bytes, context);
    if (decoded.kind === "records") first.records += decoded.records.length;
    else if (decoded.kind === "nothing") first.passed++;
    else first.undefinedLines++;
  }
  return first;
}

function optionsOf(stored: SourceRow["driverOptions"]): DriverOptions {
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, String(value)]));
}
