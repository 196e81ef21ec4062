import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#server/domain/app-error.ts";

/** Throws AppError when the port cannot be had. `patienceMs`: a predecessor that is still going down may hold it. */
export async function checkPort(host: string, port: number, variable: string, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const code = await tryPort(host, port);
    if (code === null) return;
    if (code !== "EADDRINUSE" || Date.now() > until) throw portFailure(code, host, port, variable);
    await wait(250);
  }
}

function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? "unknown"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(null)));
  });
}

function portFailure(code: string, host: string, port: number, variable: string): AppError {
  switch (code) {
    case "EADDRINUSE":
      return new AppError(
        "conflict",
        `Port ${port} on ${host} is taken by another program. Stop that program, or choose another port with ${variable}.`,
      );
    case "EACCES":
      return new AppError(
        "unavailable",
        `This user may not listen on port ${port}. Choose a port above 1023 with ${variable}, or let systemd hand the port over.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new AppError("bad-input", `This machine has no address ${host}. Correct GALLRA_HOST.`);
    default:
      return new AppError(
        "unavailable",
        `Cannot listen on ${host} port ${port} (${code}). Correct GALLRA_HOST or ${variable}.`,
      );
  }
}
