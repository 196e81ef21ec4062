"use client";
import { failureOf } from "../../_trpc/client.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

interface AskOperatorProps {
  readonly error: unknown;
  /** What was tested. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether an edge has tried it: what may be touched is said on its machine. */
  readonly atEdge?: boolean;
}

/** Of a place that is not allowed: whom to ask, and for what. Nobody mends that in the portal. */
export function AskOperator({ error, settings, atEdge = false }: AskOperatorProps) {
  const words = useWords();
  const { company } = useViewer();
  const wish = wishOf(failureOf(error), settings);
  if (wish === null) return null;
  return (
    <div className="mb-3 grid gap-2 rounded-md bg-amber-soft px-3 py-2">
      <p className="font-semibold">{words.t("sources.ask.title")}</p>
      <p>{words.t(atEdge ? "sources.ask.help.edge" : "sources.ask.help")}</p>
      <p className="rounded border border-line bg-sheet px-2 py-1.5 font-mono text-[12.5px] break-all select-all">
        {words.t(`sources.ask.${wish.kind}`, {
          company: company?.name ?? "",
          place: wish.place,
          network: networkOf(wish.place),
        })}
      </p>
    </div>
  );
}

interface Wish {
  readonly kind: "network" | "port" | "folder";
  readonly place: string;
}

function wishOf(failure: ReturnType<typeof failureOf>, settings: AskOperatorProps["settings"]): Wish | null {
  if (failure.code !== "forbidden") return null;
  const said = (name: string) => {
    const value = settings[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  if (failure.field === "host") return { kind: "network", place: said("host") || hostOf(said("url")) };
  if (failure.field === "path") return { kind: "folder", place: said("path") };
  if (failure.field !== "port") return null;
  const line = said("device") || (said("dsn") === "" ? "" : `odbc:${said("dsn")}`);
  return { kind: "port", place: line || `${said("address")}:${said("port")}` };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

/** The smallest network that holds an address. What a name stands for is seen by who permits it. */
function networkOf(host: string): string {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return `${host}/32`;
  return host.includes(":") ? `${host.replaceAll(/[[\]]/g, "")}/128` : "…";
}
