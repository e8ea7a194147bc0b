/** A message that was added to one of a user's conversations, as its owner is told of it. */
export interface LiveEvent {
  /** 1, 2, 3 and so on for each user, without a gap. */
  readonly number: number;
  /** Of the message. With the number it makes the id, so that a number that came to mean something else is noticed. */
  readonly messageId: string;
  readonly thread: string;
  readonly position: number;
  readonly author: string;
  readonly text: string;
}

/** How far somebody has been told: the last event, or that there was none yet. */
export interface Position {
  readonly number: number;
  /** Undefined before the first event. */
  readonly messageId: string | undefined;
}

/** Before the first event. */
export const beginning: Position = { number: 0, messageId: undefined };

/** What stands in the id: enough of a random UUID to tell two messages apart that once bore the same number. */
const shownOfMessageId = 13;

/** What a client keeps, and says when it comes back. */
export function eventIdOf({ number, messageId }: Position): string {
  return messageId === undefined ? `${number}` : `${number}.${messageId.slice(0, shownOfMessageId)}`;
}

/** @returns undefined for what no `eventIdOf` has made. */
export function positionIn(eventId: string): Position | undefined {
  const [, number, messageId] = /^(0|[1-9]\d{0,14})(?:\.([0-9a-f-]{13}))?$/.exec(eventId) ?? [];
  if (number === undefined || (number === '0') !== (messageId === undefined)) return undefined;
  return { number: Number(number), messageId };
}

/** Whether the id that a client brought stands for this event. */
export function isSamePosition(one: Position, other: Position): boolean {
  return eventIdOf(one) === eventIdOf(other);
}
