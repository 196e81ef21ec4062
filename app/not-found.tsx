import { catalogueOf } from "./_ui/catalogue.ts";
import { readLanguage } from "./_ui/preferences.ts";
import { wordsOf } from "./_ui/words.ts";

export default async function NotFound() {
  const language = await readLanguage();
  const words = wordsOf(language, catalogueOf(language));
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-2 p-6">
      <h1>{words.t("state.notFound")}</h1>
      <p className="text-ink-2">{words.t("state.notFound.help")}</p>
      <a className="font-semibold text-pine underline underline-offset-3" href="/overview">
        {words.t("nav.overview")}
      </a>
    </main>
  );
}
