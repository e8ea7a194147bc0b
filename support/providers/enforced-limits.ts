import type { Behaviour, MetBehaviour } from './behaviour';
import { type RequestStanding, RequestWindow } from './request-window';

/** The windows of the limits that one double enforces. */
export class EnforcedLimits {
  readonly #windows = new WeakMap<Behaviour, RequestWindow>();

  /**
   * The behaviours to plan instead of the given ones: each limit with a window of its own, equal ones with the same. A
   * window is empty, except where refused requests count: then all that came before count as well, whatever they met.
   * @param cameAtMs when they came, in order.
   * @throws when a limit is none, see `RequestWindow`.
   */
  begin(behaviours: readonly Behaviour[], cameAtMs: readonly number[] = []): Behaviour[] {
    const begun = new Map<string, Behaviour>();
    return behaviours.map((behaviour) => {
      if (behaviour.kind !== 'limited') return behaviour;
      const words = JSON.stringify(behaviour);
      const known = begun.get(words);
      if (known !== undefined) return known;
      const own = { ...behaviour };
      this.#windows.set(own, new RequestWindow(own, own.countsRefused ? cameAtMs : []));
      begun.set(words, own);
      return own;
    });
  }

  /** What a request meets, which takes its room. @param behaviour as `begin` gave it. @param nowMs see `RequestWindow.take`. */
  take(behaviour: Behaviour, nowMs: number): MetBehaviour {
    return this.#met(behaviour, (window) => window.take(nowMs));
  }

  /** What a request would meet. */
  look(behaviour: Behaviour, nowMs: number): MetBehaviour {
    return this.#met(behaviour, (window) => window.look(nowMs));
  }

  #met(behaviour: Behaviour, stand: (window: RequestWindow) => RequestStanding): MetBehaviour {
    if (behaviour.kind !== 'limited') return behaviour;
    const window = this.#windows.get(behaviour);
    if (window === undefined)
      throw new Error('a limit must have begun before a request meets it; use begin()');
    const standing = stand(window);
    const { beforeFirstTokenMs = 0 } = behaviour;
    return standing.isAdmitted
      ? { kind: 'healthy', beforeFirstTokenMs, standing }
      : { kind: 'rate-limiting', standing };
  }
}
