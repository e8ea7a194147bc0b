import type { UnreachableHow } from '../script';

interface Cause {
  message: (host: string) => string;
  code: string;
  details: (host: string) => object;
}

const causes: Readonly<Record<UnreachableHow, Cause>> = {
  refused: {
    message: () => 'connect ECONNREFUSED 127.0.0.1:443',
    code: 'ECONNREFUSED',
    details: () => ({ errno: -111, syscall: 'connect', address: '127.0.0.1', port: 443 }),
  },
  reset: {
    message: () => 'read ECONNRESET',
    code: 'ECONNRESET',
    details: () => ({ errno: -104, syscall: 'read' }),
  },
  'name-not-resolved': {
    message: (host) => `getaddrinfo ENOTFOUND ${host}`,
    code: 'ENOTFOUND',
    details: (hostname) => ({ errno: -3008, syscall: 'getaddrinfo', hostname }),
  },
  'certificate-expired': {
    message: () => 'certificate has expired',
    code: 'CERT_HAS_EXPIRED',
    details: () => ({}),
  },
};

/** The error with which Node's `fetch` rejects when a provider cannot be reached in this way. */
export function networkError(how: UnreachableHow, host: string): TypeError {
  const { message, code, details } = causes[how];
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error(message(host)), { code, ...details(host) }),
  });
}

/** The error with which the body of a response of Node's `fetch` fails when the connection is reset under it. */
export function terminatedError(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), {
    code: 'ECONNRESET',
    errno: -104,
    syscall: 'read',
  });
  return new TypeError('terminated', { cause });
}
