/** Scripts that are loaded from elsewhere, or that only feed one that is. */
const CALLING_SCRIPT =
  /<script\b[^>]*\bsrc\s*=\s*["']?(?:https?:)?\/\/[^>]*>\s*<\/script>|<script>(?:(?!<\/script>)[\s\S])*?\bgtag\((?:(?!<\/script>)[\s\S])*?<\/script>/g;

/** Anything in the markup that a browser would fetch from elsewhere. */
const CALL =
  /<(?:script|link|img|iframe|source|video|audio|object|embed)\b[^>]*\b(?:src|href|data)\s*=\s*["']?((?:https?:)?\/\/[^\s"'>]+)/gi;

/** Belt and braces: whatever a bundled script should try, the browser refuses to call anybody. */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' data: blob:\">";

/**
 * The page without its calls to anybody (Allure's report loads an analytics script), and with a policy that forbids any.
 * @throws when the markup still loads something from elsewhere.
 */
export function offlinePage(html: string): string {
  const stripped = html.replace(CALLING_SCRIPT, '').replace(/<head>/i, `<head>\n    ${POLICY}`);
  const [call] = externalCalls(stripped);
  if (call)
    throw new Error(
      `The report must call nobody, but it still loads ${call}; teach offline-page.ts to take it out`,
    );
  return stripped;
}

/** The addresses that the page's markup loads from elsewhere. */
export function externalCalls(html: string): string[] {
  return [...html.matchAll(CALL)].map(([, address]) => address ?? '');
}
