const tokenMark = /"delta":\{"content":"|"type":"text_delta"/gu;
const endMark = /^data: \[DONE\]$|"type":"message_stop"/mu;
const errorMark = /^event: error$|^data: \{"error":/mu;

/**
 * Puts a stream of either format into a short phrase.
 * @param ending how it came to its end, if it did.
 * @param waitedMs how long it was waited for where it did not.
 */
export function describeStream(
  text: string,
  ending: 'ended' | 'reset' | 'silent' | 'unfinished',
  waitedMs: number,
): string {
  const count = text.match(tokenMark)?.length ?? 0;
  const after = `after ${count} ${count === 1 ? 'token' : 'tokens'}`;
  if (endMark.test(text)) return count === 0 ? 'answers with nothing' : 'answers';
  if (ending === 'reset') return `is cut short ${after}`;
  if (ending === 'silent') return `stalls ${after} for ${waitedMs} ms`;
  if (ending === 'unfinished') return `is still answering after ${waitedMs} ms`;
  if (errorMark.test(text)) return `error inside the stream ${after}`;
  if (text.includes('\ufffd')) return `garbled ${after}`;
  return text.startsWith('<') ? 'status 200 with an error page' : `ends early ${after}`;
}
