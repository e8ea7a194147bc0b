/** Redis did not do what the journal asked of it. */
export class JournalUnavailable extends Error {
  /** It may have been done all the same. */
  readonly isUnknown: boolean;

  constructor(isUnknown: boolean, cause?: unknown) {
    super(isUnknown ? 'Redis did not answer in time' : 'Redis is out', { cause });
    this.name = 'JournalUnavailable';
    this.isUnknown = isUnknown;
  }

  /** What Redis answers with an error it did not do; what was never sent neither. */
  static from(error: unknown): JournalUnavailable {
    const { name, message } = error as Error;
    return new JournalUnavailable(
      name !== 'ReplyError' && !message.startsWith("Stream isn't writeable"),
      error,
    );
  }
}
