import type { DatabaseSettings } from "../settings.ts";
import type { Engine } from "./engine.ts";
import { mssql } from "./mssql.ts";
import { mysql } from "./mysql.ts";
import { odbc } from "./odbc.ts";
import { postgresql } from "./postgresql.ts";

const ENGINES: Readonly<Record<DatabaseSettings["engine"], Engine>> = { postgresql, mysql, mssql, odbc };

export function engineOf({ engine }: Pick<DatabaseSettings, "engine">): Engine {
  return ENGINES[engine];
}
