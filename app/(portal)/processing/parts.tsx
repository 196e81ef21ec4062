"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { offeredParts, partOf } from "../../_ui/frame/processing-parts.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";

/** The way between the pages of this section; what a viewer may not open is not offered. */
export function Parts() {
  const words = useWords();
  const parts = offeredParts(useViewer());
  const current = partOf(parts, usePathname());
  if (parts.length < 2) return null;
  return (
    <nav aria-label={words.t("processing.parts")} className="mb-4 border-b border-line">
      <ul className="flex flex-wrap gap-x-1">
        {parts.map((part) => (
          <li key={part.path}>
            <Link
              href={part.path}
              prefetch={false}
              aria-current={part === current ? "page" : undefined}
              className={`-mb-px block border-b-2 px-2.5 py-1.5 font-semibold ${part === current ? "border-pine text-pine" : "border-transparent text-ink-2 hover:text-ink"}`}
            >
              {words.t(part.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
