"use client";
import { api } from "../../_trpc/client.ts";
import { bytes } from "../../_ui/bytes.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { download } from "./download.ts";
import type { ExportView } from "./export-progress.tsx";
import { saveText } from "./save-text.ts";

const SECOND = 1000;

/** The file that can be fetched, its checksum and its manifest; of one that is gone the manifest is left. */
export function ExportReady({ view, changed }: { view: ExportView; changed: () => void }) {
  const there = view.state === "ready" || view.state === "fetched";
  if (!there && !view.hasManifest) return null;
  return (
    <>
      {there ? <FileFacts view={view} /> : null}
      <div className="flex flex-wrap gap-2">
        {there ? <Download view={view} changed={changed} /> : null}
        {view.hasManifest ? <Manifest view={view} /> : null}
        {there ? <Destroy view={view} changed={changed} /> : null}
      </div>
    </>
  );
}

function FileFacts({ view }: { view: ExportView }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const rows = view.rowsTotal - view.rowsGone;
  return (
    <>
      <p className="text-[12.5px] text-ink-2">
        {words.t("export.facts", { count: rows, size: bytes(view.bytes ?? 0, words) })}{" "}
        {words.t("export.until", { until: shortTime(view.until, zone) })}
      </p>
      {view.rowsGone > 0 ? (
        <p className="text-[12.5px] text-ink-2">{words.t("export.gone", { count: view.rowsGone })}</p>
      ) : null}
      {view.sha256 ? (
        <code className="font-mono text-[11px] break-all whitespace-normal text-ink-2">SHA-256 {view.sha256}</code>
      ) : null}
    </>
  );
}

/** A link that opens once is made at the press of the button, and spent by it. */
function Download({ view, changed }: { view: ExportView; changed: () => void }) {
  const words = useWords();
  const fetchIt = useAct(async () => download(await api.exports.link.mutate({ exportId: view.exportId })), {
    onSuccess: () => setTimeout(changed, SECOND),
  });
  return (
    <>
      <Button
        kind={view.state === "ready" ? "main" : "line"}
        disabled={fetchIt.isPending}
        onClick={() => fetchIt.mutate()}
      >
        {words.t(view.state === "ready" ? "export.download" : "export.again")}
      </Button>
      <Refusal className="basis-full" error={fetchIt.error} />
    </>
  );
}

function Manifest({ view }: { view: ExportView }) {
  const words = useWords();
  const save = useAct(async () => {
    const { fileName, text } = await api.exports.manifest.mutate({ exportId: view.exportId });
    saveText(fileName, text);
  });
  return (
    <>
      <Button disabled={save.isPending} onClick={() => save.mutate()}>
        {words.t("export.manifest")}
      </Button>
      <Refusal className="basis-full" error={save.error} />
    </>
  );
}

function Destroy({ view, changed }: { view: ExportView; changed: () => void }) {
  const words = useWords();
  const destroy = useAct(() => api.exports.cancel.mutate({ exportId: view.exportId }), { onSettled: changed });
  return (
    <>
      <Button kind="danger-line" disabled={destroy.isPending} onClick={() => destroy.mutate()}>
        {words.t("export.destroy")}
      </Button>
      <Refusal className="basis-full" error={destroy.error} />
    </>
  );
}
