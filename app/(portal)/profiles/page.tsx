import type { Metadata } from "next";
import { pageTitle } from "../../_ui/page-title.ts";
import { ProfilesPage } from "./profiles-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("profiles.title");

export default function Page() {
  return <ProfilesPage />;
}
