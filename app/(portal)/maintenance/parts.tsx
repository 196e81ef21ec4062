"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMay } from "../../_ui/viewer.tsx";
import { useWords } from "../../_ui/use-words.tsx";

const PARTS = [
  { path: "/maintenance", label: "maintenance.health" },
  { path: "/maintenance/jobs", label: "maintenance.jobs" },
  { path: "/maintenance/keys", label: "rootKeys.title" },
  { path: "/maintenance/copies", label: "copies.title" },
  { path: "/maintenance/audit", label: "maintenance.audit.title" },
  { path: "/maintenance/alarms", label: "processing.alarms.title" },
  { path: "/maintenance/log", label: "maintenance.log" },
  { path: "/maintenance/support", label: "maintenance.support" },
] as const;

/** The way between the pages of maintenance; a reseller has only the first and is offered no other. */
export function Parts() {
  const words = useWords();
  const path = usePathname();
  if (!useMay("maintenance.run")) return null;
  return (
    <nav aria-label={words.t("maintenance.parts")} className="mb-4 border-b border-line">
      <ul className="flex flex-wrap gap-x-1">
        {PARTS.map((part) => (
          <li key={part.path}>
            <Link
              href={part.path}
              prefetch={false}
              aria-current={path === part.path ? "page" : undefined}
              className={`-mb-px block border-b-2 px-2.5 py-1.5 font-semibold ${path === part.path ? "border-pine text-pine" : "border-transparent text-ink-2 hover:text-ink"}`}
            >
              {words.t(part.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
