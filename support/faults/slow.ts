import type { Fault } from './fault';
import type { ActiveToxic } from './fault-proxy';
import { describeAnswer } from './questions/answer';
import { ask } from './questions/ask';
import { latency } from './toxics/latency';

const defaults = { latencyMs: 300, jitterMs: 0 };
/** Logging in takes several round trips; the question itself is one. */
const roundTripsAtMost = 12;

/** Every answer of the server comes late. @param options milliseconds; 300 without jitter unless given. */
export function slow(options: { latencyMs?: number; jitterMs?: number } = {}): Fault {
  const { latencyMs, jitterMs } = { ...defaults, ...options };
  const leastMs = latencyMs - jitterMs;
  let active: ActiveToxic | undefined;
  return {
    name: 'slow',
    apply: async ({ proxy }) => {
      active = proxy.add(latency({ latencyMs, jitterMs }), 'downstream');
    },
    confirm: async (server) => {
      const answer = await ask(server.url, (latencyMs + jitterMs) * roundTripsAtMost + 2000);
      return {
        isConfirmed: answer.kind === 'answered' && answer.roundTripMs >= leastMs,
        seen: `asked through the proxy: ${describeAnswer(answer)}; at least ${leastMs} ms were to be seen`,
      };
    },
    heal: async () => active?.remove(),
  };
}
