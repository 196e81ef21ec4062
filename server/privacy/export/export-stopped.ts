/** Somebody cancelled it, an erasure took it, or another worker has taken over: no failure. */
export class ExportStopped extends Error {
  override readonly name = "ExportStopped";
}
