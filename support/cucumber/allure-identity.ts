import type { Pickle } from '@cucumber/messages';

/** What the report recognises a scenario by, from run to run. */
export interface AllureIdentity {
  readonly fullName: string;
  /** Of the scenario; its outline's rows share it, as far as their cells differ. */
  readonly testCaseKey: string;
  /** Of this row. Two results with the same key would be shown as attempts of one. */
  readonly historyKey: string;
}

/**
 * Gives each scenario an identity that does not depend on line numbers, so that history survives edits, and is
 * nevertheless its own among scenarios of the same name: the second of that name is numbered.
 */
export class AllureIdentities {
  readonly #byPickle = new Map<string, AllureIdentity>();
  readonly #scenarios = new Map<string, string[]>();
  readonly #rows = new Map<string, number>();

  /** Every pickle must be announced, in the order of the file, chosen for the run or not. */
  announce(pickle: Pickle, place: { ruleName: string; scenarioName: string }, row: readonly string[]): void {
    const within = `${pickle.uri}#${place.ruleName}`;
    const testCaseKey = this.#numbered(`${within}#${place.scenarioName}`, pickle.astNodeIds[0] ?? pickle.id);
    const rowKey = `${testCaseKey}#${pickle.name}#${row.join('\u0000')}`;
    const count = (this.#rows.get(rowKey) ?? 0) + 1;
    this.#rows.set(rowKey, count);
    this.#byPickle.set(pickle.id, {
      fullName: `${within ? `${within}#` : ''}${pickle.name}`,
      // The report makes its own history key of the test case and the row's cells, so that equal rows need two cases.
      testCaseKey: count > 1 ? `${testCaseKey}#row ${count}` : testCaseKey,
      historyKey: `${rowKey}#${count}`,
    });
  }

  /** @throws when the pickle was not announced. */
  of(pickleId: string): AllureIdentity {
    const identity = this.#byPickle.get(pickleId);
    if (!identity)
      throw new Error(`A scenario must be announced before it starts; got the unknown pickle ${pickleId}`);
    return identity;
  }

  #numbered(key: string, scenarioId: string): string {
    const ids = this.#scenarios.get(key) ?? [];
    if (!ids.includes(scenarioId)) ids.push(scenarioId);
    this.#scenarios.set(key, ids);
    return `${key}#${ids.indexOf(scenarioId) + 1}`;
  }
}
