/** A known-bad version of the reference service: one small, deliberate defect, and the scenarios that must notice it. */
export interface Variant {
  /** Kebab-case, unique. */
  readonly name: string;
  /** What is wrong with it, as a sentence about the service. */
  readonly wrong: string;
  /** The file that is changed, relative to the project's folder. */
  readonly file: string;
  /** The text to be replaced, which must occur in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Which scenarios may be run, as Cucumber's tag expression. Empty for all. */
  readonly tags: string;
  /** Of those, all scenarios of the Rules concerned (the default) or just the ones that must fail. */
  readonly runs?: 'rules' | 'named';
  /**
   * The titles of the scenarios that must fail, each with words that the failure's message must contain: a scenario
   * that fails for another reason proves nothing.
   */
  readonly mustFail: Readonly<Record<string, string>>;
}
