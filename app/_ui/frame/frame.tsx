"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { useWords } from "../use-words.tsx";
import { useViewer } from "../viewer.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { chooseGuide, guideNow } from "./choices.ts";
import { DisabledBanner } from "./disabled-banner.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { Sections } from "./sections.tsx";

/** The frame around every page: sections at the left, who and where on top; on a phone the sections fold away. */
export function Frame({ children }: { children: ReactNode }) {
  const words = useWords();
  const viewer = useViewer();
  const path = usePathname();
  const [open, setOpen] = useState(false);
  // A page chosen in the folded menu closes it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the trigger
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    if (path === "/retention" && guideNow() === "on") chooseGuide("rules");
  }, [path]);
  return (
    <div className="flex min-h-dvh flex-col md:grid md:grid-cols-[208px_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-20 focus:rounded-md focus:bg-sheet focus:px-3 focus:py-2"
      >
        {words.t("frame.skip")}
      </a>
      <nav
        aria-label={words.t("frame.sections")}
        className="border-line md:sticky md:top-0 md:h-dvh md:overflow-y-auto md:border-r"
      >
        <div className="flex items-center gap-2 border-b border-line px-4 py-2 md:border-0 md:px-2.5 md:pt-3.5 md:pb-0">
          <Brand />
          <button
            type="button"
            aria-expanded={open}
            aria-controls="sections"
            onClick={() => setOpen(!open)}
            className="ml-auto min-h-9 rounded-md border border-line-strong px-3 font-semibold md:hidden"
          >
            {words.t("frame.menu")}
          </button>
        </div>
        <div
          id="sections"
          className={`${open ? "flex" : "hidden"} flex-col gap-4 border-b border-line px-2.5 py-3.5 md:flex md:border-b-0`}
        >
          <Sections path={path} />
        </div>
      </nav>
      <div className="min-w-0">
        <Header />
        <main id="content" tabIndex={-1} className="max-w-[1240px] px-4 pt-5 pb-16 outline-none md:px-[22px]">
          {viewer.mustChangePassword && path !== "/me" ? <MustChange /> : null}
          <DisabledBanner />
          {children}
        </main>
      </div>
    </div>
  );
}

function Header() {
  const words = useWords();
  const viewer = useViewer();
  return (
    <header className="flex min-h-[50px] flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 md:px-[22px]">
      <span className="font-semibold">{viewer.company?.name ?? words.t("frame.noCompany")}</span>
      <span className="text-ink-3">{viewer.ownProfile ?? words.t(`profile.${viewer.profile}`)}</span>
      {viewer.company ? (
        <span className="text-[12.5px] text-ink-2">{words.t("time.zone", { zone: viewer.company.timeZone })}</span>
      ) : null}
      <span className="ml-auto" />
      <Shortcuts />
      <AccountMenu />
    </header>
  );
}

/** A generated password is the person's own only once it has been changed. */
function MustChange() {
  const words = useWords();
  return (
    <p className="mb-4 flex flex-wrap gap-x-3 rounded-md bg-amber-soft px-3 py-2 text-amber">
      {words.t("me.mustChange.banner")}
      <Link href="/me" prefetch={false} className="font-semibold underline underline-offset-3">
        {words.t("nav.me")}
      </Link>
    </p>
  );
}

function Brand() {
  return (
    <span className="flex items-center gap-[9px] px-2 py-0.5 text-[15px] font-[650] tracking-tight">
      <i className="brand-mark" aria-hidden="true" />
      Gallra
    </span>
  );
}
