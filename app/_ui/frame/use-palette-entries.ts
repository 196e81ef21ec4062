"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { api } from "../../_trpc/client.ts";
import { signOut } from "../sign-in-calls.ts";
import { useWords } from "../use-words.tsx";
import { useViewer } from "../viewer.tsx";
import { chooseGuide, chooseLanguage, chooseTheme } from "./choices.ts";
import { GO_KEYS } from "./keys.ts";
import type { PaletteEntry } from "./palette-entries.ts";
import { offeredParts } from "./processing-parts.ts";
import { offeredSections } from "./sections.tsx";

const COMPANIES = 20;

/** Everything the palette offers this viewer at this moment. */
export function usePaletteEntries(typed: string, openSheet: () => void): readonly PaletteEntry[] {
  const companies = useCompanyEntries(typed);
  const words = useWords();
  const viewer = useViewer();
  const router = useRouter();
  return useMemo(() => {
    const keys = new Map(Object.entries(GO_KEYS).map(([key, path]) => [path, `g ${key}`]));
    const inside = offeredParts(viewer).filter(({ path }) => path !== "/processing");
    const pages = [...offeredSections(viewer), ...inside].map(({ path, label }): PaletteEntry => {
      const key = keys.get(path);
      return {
        id: path,
        group: "pages",
        label: words.t(label),
        ...(key === undefined ? {} : { keys: key }),
        run: () => router.push(path),
      };
    });
    const act = (id: string, label: string, run: () => void, group: PaletteEntry["group"] = "actions") => ({
      id,
      group,
      label,
      run,
    });
    const mayAdd = viewer.permissions.includes("source.change") && viewer.company !== null;
    const other = words.language === "sv" ? ("en" as const) : ("sv" as const);
    return [
      ...pages,
      ...(mayAdd ? [act("source-new", words.t("sources.add"), () => router.push("/sources/new"))] : []),
      ...companies,
      act("sheet", words.t("keys.title"), openSheet),
      act("guide", words.t("guide.show"), () => {
        chooseGuide("on");
        globalThis.location.assign("/overview");
      }),
      act(
        "language",
        other === "sv" ? "Byt till svenska" : "Switch to English",
        () => {
          chooseLanguage(other);
          router.refresh();
        },
        "look",
      ),
      ...(["system", "light", "dark"] as const).map((theme) =>
        act(
          `theme-${theme}`,
          words.t("palette.theme", { theme: words.t(`frame.theme.${theme}`) }),
          () => chooseTheme(theme),
          "look",
        ),
      ),
      act("sign-out", words.t("frame.signOut"), () => void signOut()),
    ];
  }, [words, viewer, router, companies, openSheet]);
}

/** For who reaches several companies: another one is another portal, hence loaded anew. */
function useCompanyEntries(typed: string): readonly PaletteEntry[] {
  const words = useWords();
  const viewer = useViewer();
  const text = typed.trim().slice(0, 120);
  const { data } = useQuery({
    enabled: viewer.manyCompanies,
    queryKey: ["companies", "palette", text],
    queryFn: () => api.companies.find.query({ text, limit: COMPANIES }),
    placeholderData: keepPreviousData,
  });
  return useMemo(
    () =>
      (data?.companies ?? [])
        .filter(({ id }) => id !== viewer.company?.id)
        .map(({ id, name }) => ({
          id: `company-${id}`,
          group: "companies" as const,
          label: words.t("palette.company", { name }),
          run: () =>
            void api.companies.choose
              .mutate({ companyId: id })
              .then(() => globalThis.location.assign("/overview"))
              .catch(() => globalThis.location.assign("/companies")),
        })),
    [data, viewer.company?.id, words],
  );
}
