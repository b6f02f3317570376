import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@fontsource-variable/jetbrains-mono/wght-italic.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import { readTheme, THEME_COOKIE } from "@/components/hooks/theme";
import { ToastProvider } from "@/components/ui/toasts";

/** The face of nearly every word: fetched with the page, so that no line is drawn twice. */
const INTER = new URL("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url);

/** Never made ahead: every answer carries a nonce of its own (proxy.ts). */
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "Tandem", template: "%s · Tandem" },
  description: "Edit code together, at the same time.",
  applicationName: "Tandem",
  robots: { index: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  // A phone's keyboard makes the page less high: what stands at its foot stays above the keyboard.
  interactiveWidget: "resizes-content",
  // The ground of the bars (--color-canvas): the browser's own bars cannot read tokens.
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#eff3f4" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1214" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  preload(INTER.href, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  // The chosen theme comes with the request, so the first paint is right already.
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    // The theme's attribute belongs to whoever chose last, on this page or before: React leaves it alone.
    <html lang="en" data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <body>
        <ToastProvider>{children}</ToastProvider>
      </body>
    </html>
  );
}
