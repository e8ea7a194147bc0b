import type {
  Envelope,
  Feature,
  FeatureChild,
  Pickle,
  PickleStep,
  Rule,
  Scenario,
  Step,
} from '@cucumber/messages';

/** Where a scenario stands in its feature file. */
export interface ScenarioPlace {
  readonly feature: Feature | undefined;
  readonly rule: Rule | undefined;
  readonly scenario: Scenario | undefined;
}

/** What the feature files say, by the ids that Cucumber's messages use. */
export class ScenarioSource {
  readonly #places = new Map<string, ScenarioPlace>();
  readonly #lines = new Map<string, number>();
  readonly #steps = new Map<string, Step>();
  readonly #pickles = new Map<string, Pickle>();
  readonly #pickleSteps = new Map<string, PickleStep>();

  /** Takes one message; those that say nothing of feature files are ignored. */
  take({ gherkinDocument, pickle }: Envelope): void {
    const feature = gherkinDocument?.feature;
    for (const child of feature?.children ?? []) {
      this.#takeChild(child, feature, undefined);
      for (const inner of child.rule?.children ?? []) this.#takeChild(inner, feature, child.rule);
    }
    if (!pickle) return;
    this.#pickles.set(pickle.id, pickle);
    for (const step of pickle.steps) this.#pickleSteps.set(step.id, step);
  }

  /** @throws when Cucumber never announced it. */
  pickle(id: string): Pickle {
    const pickle = this.#pickles.get(id);
    if (!pickle) throw new Error(`A scenario must be announced before it runs; got the unknown pickle ${id}`);
    return pickle;
  }

  /** The feature, rule and scenario that the pickle was made from. */
  place({ astNodeIds }: Pickle): ScenarioPlace {
    const none = { feature: undefined, rule: undefined, scenario: undefined };
    return this.#places.get(astNodeIds[0] ?? '') ?? none;
  }

  /** `file:line`, of the Examples row for a row of an outline. */
  location({ uri, astNodeIds }: Pickle): string {
    return `${uri}:${this.#lines.get(astNodeIds.at(-1) ?? '') ?? '?'}`;
  }

  /** The step with its argument, its outline's placeholders filled in. */
  step(pickleStepId: string): PickleStep | undefined {
    return this.#pickleSteps.get(pickleStepId);
  }

  /** The step as written, keyword included. */
  stepText(pickleStepId: string): string {
    const step = this.#pickleSteps.get(pickleStepId);
    return `${this.keyword(step)}${step?.text ?? '?'}`;
  }

  /** The step's keyword as written, with its trailing blank. */
  keyword(step: PickleStep | undefined): string {
    return this.#steps.get(step?.astNodeIds[0] ?? '')?.keyword ?? '';
  }

  /** The cells of the outline's row that the pickle was made from, by column; empty for a plain scenario. */
  row({ astNodeIds }: Pickle): { name: string; value: string }[] {
    const { scenario } = this.#places.get(astNodeIds[0] ?? '') ?? {};
    for (const { tableHeader, tableBody } of scenario?.examples ?? []) {
      const row = tableBody.find(({ id }) => id === astNodeIds[1]);
      const names = tableHeader?.cells.map(({ value }) => value) ?? [];
      if (row)
        return row.cells.map(({ value }, index) => ({ name: names[index] ?? `column ${index + 1}`, value }));
    }
    return [];
  }

  /** Every tag that any scenario carries, inherited ones included. */
  tags(): Set<string> {
    return new Set([...this.#pickles.values()].flatMap(({ tags }) => tags.map(({ name }) => name)));
  }

  #takeChild(
    { background, scenario }: FeatureChild,
    feature: Feature | undefined,
    rule: Rule | undefined,
  ): void {
    for (const step of [...(background?.steps ?? []), ...(scenario?.steps ?? [])])
      this.#steps.set(step.id, step);
    if (!scenario) return;
    this.#places.set(scenario.id, { feature, rule, scenario });
    this.#lines.set(scenario.id, scenario.location.line);
    for (const { tableBody } of scenario.examples)
      for (const row of tableBody) this.#lines.set(row.id, row.location.line);
  }
}
