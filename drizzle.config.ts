import { defineConfig } from "drizzle-kit";

/**
 * `npm run db:migration -- --name WHAT` adds an empty migration to the data cluster's journal. Its SQL is written by hand:
 * partitions, roles, policies and definer functions are what this schema is about, and no generator knows them. A test
 * compares the schema files with what the migrations made, column by column.
 */
export default defineConfig({
  dialect: "postgresql",
  schema: "./db/data/schema/index.ts",
  out: "./db/data/migrations",
});
