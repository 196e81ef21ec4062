import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./look.css";
import { readEnv } from "#server/env.ts";
import { catalogueOf } from "./_ui/catalogue.ts";
import { readLanguage, readTheme } from "./_ui/preferences.ts";
import { WordsProvider } from "./_ui/use-words.tsx";

export const metadata: Metadata = {
  title: { default: "Gallra", template: "%s · Gallra" },
  robots: { index: false, follow: false },
  icons: { icon: "/favicon.svg" },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const [language, theme] = await Promise.all([readLanguage(), readTheme()]);
  return (
    <html lang={language} data-theme={theme} data-release={readEnv().release}>
      <body className="min-h-dvh bg-paper text-ink">
        <WordsProvider language={language} catalogue={catalogueOf(language)}>
          {children}
        </WordsProvider>
      </body>
    </html>
  );
}
