import type { ReactNode } from "react";

/** A sheet of paper on the desk: one thing, with an optional bar on top. */
export function Sheet({
  title,
  actions,
  children,
  label,
  padded = false,
}: {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  label?: string;
  padded?: boolean;
}) {
  return (
    <section aria-label={label ?? title} className="min-w-0 overflow-clip rounded-lg border border-line bg-sheet">
      {title ? (
        <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          <h2 className="mr-auto">{title}</h2>
          {actions}
        </div>
      ) : null}
      <div className={padded ? "p-3.5" : ""}>{children}</div>
    </section>
  );
}

export function PageHead({ title, lead, actions }: { title: string; lead?: string; actions?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-start gap-3">
      <div className="mr-auto max-w-3xl">
        <h1>{title}</h1>
        {lead ? <p className="mt-0.5 text-ink-2">{lead}</p> : null}
      </div>
      {actions}
    </div>
  );
}
