import type { RecordedWrite } from '../../users/writers';
import type { DatabaseRecords } from '../database-records';

/** Whether what somebody wrote stands in the database; texts, and the articles of first lines, are each used once. */
export function isIn(
  { messages, orders }: DatabaseRecords,
  { writing }: Pick<RecordedWrite, 'writing'>,
): boolean {
  if (writing === undefined) return false;
  return writing.kind === 'message'
    ? messages.some(({ threadId, text }) => threadId === writing.threadId && text === writing.text)
    : orders.some(({ lines }) => lines[0]?.product === writing.lines[0]?.product);
}
