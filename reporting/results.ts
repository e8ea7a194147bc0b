import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the reports need of one scenario's Allure result. */
export interface Result {
  readonly name: string;
  readonly status: string;
  /** The label `verdict`; more precise than the status, which knows only five colours. */
  readonly verdict: string;
}

interface RawResult {
  readonly name?: string;
  readonly status?: string;
  readonly labels?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Reads the results that a run left.
 * @throws when there are none, or when one cannot be read: a report on half the results would be a lie.
 */
export function readResults(folder: string): Result[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('-result.json')) : [];
  if (names.length === 0)
    throw new Error(`${folder} must hold the results of a run, got none; run "npm run bdd" first`);
  return names.map((name) => {
    const raw = parsed(join(folder, name));
    const status = raw.status ?? 'unknown';
    const verdict = raw.labels?.find((label) => label.name === 'verdict')?.value ?? status;
    return { name: raw.name ?? '', status, verdict };
  });
}

function parsed(path: string): RawResult {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RawResult;
  } catch (cause) {
    throw new Error(
      `${path} must hold JSON, got something else (a run cut short?); run "npm run bdd" again`,
      { cause },
    );
  }
}
