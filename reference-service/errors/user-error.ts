import type { ErrorClass } from './error-class';

interface CatalogueEntry {
  status: number;
  class: ErrorClass;
  /** What a user is told: what happened. */
  sentence: string;
  /** What the user can still do: a sentence, or the part of the service that this error does not concern. */
  stillWorks: string;
}

/** Every error that a user can meet, by its stable code. Sentences name no provider, key or internal detail. */
export const userErrors = {
  assistant_unavailable: {
    status: 503,
    class: 'degraded',
    sentence: 'The assistant cannot answer at the moment.',
    stillWorks: 'conversations',
  },
  assistant_resting: {
    status: 503,
    class: 'degraded',
    sentence: 'The assistant is resting after repeated problems.',
    stillWorks: 'conversations',
  },
  assistant_busy: {
    status: 503,
    class: 'transient',
    sentence: 'The assistant is answering as many questions as it can.',
    stillWorks: 'conversations',
  },
  assistant_rate_limited: {
    status: 429,
    class: 'transient',
    sentence: 'The assistant is being asked more than it may answer.',
    stillWorks: 'conversations',
  },
  assistant_queue_full: {
    status: 503,
    class: 'transient',
    sentence: 'Too many questions are waiting for the assistant already.',
    stillWorks: 'conversations',
  },
  assistant_out_of_service: {
    status: 503,
    class: 'persistent',
    sentence: 'The assistant is out of service until our staff have acted.',
    stillWorks: 'conversations',
  },
  answer_broken_off: {
    status: 502,
    class: 'degraded',
    sentence: 'The answer broke off before it was complete.',
    stillWorks: 'Asking again gets a new answer.',
  },
  deadline_exceeded: {
    status: 504,
    class: 'transient',
    sentence: 'The answer would have come later than you were willing to wait.',
    stillWorks: 'Asking again, with more time, may succeed.',
  },
  given_up: {
    status: 499,
    class: 'fatal',
    sentence: 'The question was given up before it was answered.',
    stillWorks: 'It can be asked again.',
  },
  question_too_long: {
    status: 400,
    class: 'fatal',
    sentence: 'The question is longer than the assistant can read.',
    stillWorks: 'A shorter question can be answered.',
  },
  content_refused: {
    status: 400,
    class: 'fatal',
    sentence: 'The assistant does not answer this question because of its content rules.',
    stillWorks: 'Other questions can be answered.',
  },
  invalid_request: {
    status: 400,
    class: 'fatal',
    sentence: 'The request cannot be understood.',
    stillWorks: 'A corrected request can be answered.',
  },
  unknown_model: {
    status: 400,
    class: 'fatal',
    sentence: 'There is no model of the name that was asked for.',
    stillWorks: 'Another model can be asked.',
  },
  not_authenticated: {
    status: 401,
    class: 'fatal',
    sentence: 'You are not signed in.',
    stillWorks: 'Signing in again helps.',
  },
  sign_in_expired: {
    status: 401,
    class: 'fatal',
    sentence: 'Your sign-in has expired.',
    stillWorks: 'Signing in again helps.',
  },
  not_permitted: {
    status: 403,
    class: 'fatal',
    sentence: 'Your account does not include this.',
    stillWorks: 'Everything that it includes works.',
  },
  not_found: {
    status: 404,
    class: 'fatal',
    sentence: 'There is no such thing, or it is not yours.',
    stillWorks: 'Everything else works.',
  },
  not_checkable: {
    status: 503,
    class: 'degraded',
    sentence: 'This cannot be checked at the moment.',
    stillWorks: 'assistant',
  },
  write_refused: {
    status: 503,
    class: 'degraded',
    sentence: 'This cannot be saved at the moment; nothing was changed.',
    stillWorks: 'assistant',
  },
  write_unknown: {
    status: 504,
    class: 'transient',
    sentence: 'It is not known whether this was saved.',
    stillWorks: 'Repeat it with the same Idempotency-Key: it is done once, however often you ask.',
  },
  key_reused: {
    status: 409,
    class: 'fatal',
    sentence: 'This Idempotency-Key was used for something else already; nothing was changed.',
    stillWorks: 'Something new can be saved under a new key.',
  },
  key_missing: {
    status: 400,
    class: 'fatal',
    sentence: 'An order needs an Idempotency-Key, so that it is placed once however often it is sent.',
    stillWorks: 'The same order with a key can be placed.',
  },
  journal_full: {
    status: 503,
    class: 'degraded',
    sentence: 'Too much is waiting to be saved already; this was not accepted and nothing was changed.',
    stillWorks: 'assistant',
  },
  too_busy: {
    status: 503,
    class: 'transient',
    sentence:
      'More is asked of us than we can do at once, and more urgent things come first; nothing was changed.',
    stillWorks: 'assistant',
  },
  usage_unavailable: {
    status: 503,
    class: 'degraded',
    sentence: 'Your usage report cannot be shown at the moment.',
    stillWorks: 'Nothing else depends on it.',
  },
  live_full: {
    status: 503,
    class: 'transient',
    sentence: 'There is no room for another live connection at the moment.',
    stillWorks: 'Everything works without one.',
  },
  service_stopping: {
    status: 503,
    class: 'transient',
    sentence: 'This part of the service is about to stop and takes nothing new; nothing was changed.',
    stillWorks: 'Asking again reaches another part of it.',
  },
  internal_error: {
    status: 500,
    class: 'persistent',
    sentence: 'Something went wrong on our side; it was written down for our staff.',
    stillWorks: 'Asking again may help.',
  },
} satisfies Record<string, CatalogueEntry>;

export type UserErrorCode = keyof typeof userErrors;

/** What can be used now. */
export interface WhatWorks {
  assistant: boolean;
  conversations: boolean;
}

function stillWorks(text: string, works: WhatWorks): string {
  if (text === 'conversations')
    return works.conversations ? ' Reading and writing conversations still works.' : '';
  if (text === 'assistant') return works.assistant ? ' The assistant still answers questions.' : '';
  return ` ${text}`;
}

/** A failure in the words for the user; everything internal stays in `cause`, for the log. */
export class UserError extends Error {
  readonly code: UserErrorCode;
  /** When trying again makes sense; undefined where it never does. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: UserErrorCode,
    options: { retryAfterMs?: number; detail?: string; cause?: unknown } = {},
  ) {
    super(options.detail ?? userErrors[code].sentence, { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get status(): number {
    return userErrors[this.code].status;
  }

  get errorClass(): ErrorClass {
    return userErrors[this.code].class;
  }

  /** Whole seconds, rounded up, at least one. */
  get retryAfterSeconds(): number | undefined {
    return this.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(this.retryAfterMs / 1000));
  }

  /**
   * The body in OpenAI's error format, so that its SDKs show the sentence.
   * @param works what can be used at this moment besides; nothing is promised that cannot.
   */
  body(level: string, works: WhatWorks): object {
    const entry = userErrors[this.code];
    const wait = this.retryAfterSeconds;
    const when = wait === undefined ? '' : ` Please try again in ${wait} second${wait === 1 ? '' : 's'}.`;
    const what = this.message === entry.sentence ? entry.sentence : `${entry.sentence} ${this.message}`;
    return {
      error: {
        message: `${what}${stillWorks(entry.stillWorks, works)}${when}`,
        type:
          entry.status >= 500
            ? 'server_error'
            : entry.status === 429
              ? 'rate_limit_error'
              : 'invalid_request_error',
        param: null,
        code: this.code,
        class: entry.class,
        service_level: level,
        ...(wait === undefined ? {} : { retry_after_seconds: wait }),
      },
    };
  }
}
