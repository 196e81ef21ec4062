import { door } from "../../context.ts";
import { keyringFigures, keyringMigrationOfRelease, keyringMigrations } from "../../keyring/index.ts";
import { dataFigures, dataMigrationOfRelease, dataMigrations } from "../../store/cluster-figures.ts";
import type { HealthCheck } from "./site.ts";

export const migrations: HealthCheck = {
  id: "migrations",
  async ask({ installation }) {
    if (installation === null) return { state: "bad", sentence: "health.migrations.other", figures: {} };
    const [data, keyring] = [await dataFigures(door(installation, "web")), await keyringFigures(installation.keyring)];
    const figures = { data: dataMigrations().length, keyring: keyringMigrations().length };
    const same = data.migrationAt === dataMigrationOfRelease() && keyring.migrationAt === keyringMigrationOfRelease();
    return same
      ? { state: "ok", sentence: "health.migrations.ok", figures }
      : { state: "bad", sentence: "health.migrations.other", figures };
  },
};
