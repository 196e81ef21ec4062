import { dayIn } from "../../domain/zoned-time.ts";
import type { ExportRow as ExportJob } from "../../store/index.ts";
import { FILE_TYPES, formatOf } from "./formats.ts";

/** Day and id: a name that lands in download folders, histories and mails says nothing about whose calls these are. */
export function fileNameOf(timeZone: string, job: Pick<ExportJob, "id" | "createdAt" | "format" | "envelope">): string {
  const day = dayIn(timeZone, job.createdAt);
  const { ending } = FILE_TYPES[formatOf(job.format)];
  return `gallra-${day}-${job.id.slice(0, 8)}.${ending}${job.envelope === null ? "" : ".age"}`;
}

export function contentTypeOf(job: Pick<ExportJob, "format" | "envelope">): string {
  return job.envelope === null ? FILE_TYPES[formatOf(job.format)].contentType : "application/octet-stream";
}
